namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Faults, time-outs and cancellation.</summary>
public interface IFaultGrain : IGrainWithStringKey
{
    Task ThrowInTask(string message);

    Task ThrowAtOnce(string message);

    Task<int> ThrowWithResult(string message);

    Task Cancel();

    ValueTask<int> Double(int value);

    ValueTask DoNothing();

    Task Hang();

    [ResponseTimeout("00:02:00")]
    Task HangLonger();

    /// <summary>Waits until the token is cancelled, and says so.</summary>
    Task WaitForToken(string name, CancellationToken cancellationToken);

    Task<bool> HasToken(CancellationToken cancellationToken);
}
