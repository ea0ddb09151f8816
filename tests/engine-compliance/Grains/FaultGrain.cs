using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class FaultGrain(Journal journal) : Grain, IFaultGrain
{
    public async Task ThrowInTask(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task ThrowAtOnce(string message) => throw new InvalidOperationException(message);

    public Task<int> ThrowWithResult(string message) => throw new InvalidOperationException(message);

    public Task Cancel() => Task.FromCanceled(new CancellationToken(canceled: true));

    public ValueTask<int> Double(int value) => ValueTask.FromResult(2 * value);

    public ValueTask DoNothing() => ValueTask.CompletedTask;

    public Task Hang()
    {
        journal.Write("hangs");
        return journal.Pass("hang");
    }

    public Task HangLonger()
    {
        journal.Write("hangs longer");
        return journal.Pass("hang");
    }

    public async Task WaitForToken(string name, CancellationToken cancellationToken)
    {
        journal.Write($"{name} waits");
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        journal.Write($"{name} cancelled");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<bool> HasToken(CancellationToken cancellationToken) => Task.FromResult(!cancellationToken.IsCancellationRequested);
}
