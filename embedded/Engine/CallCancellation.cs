namespace Vespid.Embedded.Engine;

/// <summary>The callee's side of a caller's cancellation token.</summary>
internal sealed class CallCancellation : IDisposable
{
    private readonly CancellationTokenSource _callees = new();
    private readonly CancellationTokenRegistration _registration;

    public CallCancellation(GrainCall call, CancellationToken callers) =>
        _registration = callers.UnsafeRegister(static (call, token) => ((GrainCall)call!).CallerCancelled(token), call);

    public CancellationToken Token => _callees.Token;

    public void Cancel() => _callees.Cancel();

    // The source has neither a timer nor a parent, so it need not be disposed; the grain may still hold its token.
    public void Dispose() => _registration.Unregister();
}
