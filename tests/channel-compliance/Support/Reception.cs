using Vespid.Channels;

namespace Vespid.Tests.Channels;

/// <summary>One run of a receiver, ended at the end of a test.</summary>
internal sealed class Reception : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();

    private Reception(IChannelReceiver receiver, ChannelAccount account, RecordingSink sink)
    {
        Sink = sink;
        Running = receiver.RunAsync(account, sink, _stop.Token);
    }

    public RecordingSink Sink { get; }

    public Task Running { get; }

    public static Reception Start(ChannelsHost host, ChannelAccount account, RecordingSink? sink = null) =>
        new(host.Receiver(account.ChannelId), account, sink ?? new());

    /// <summary>Ends it, which must not take long and is no fault.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Running.WaitAsync(Patience, TimeProvider.System));
    }

    /// <summary>Waits for it to end of its own.</summary>
    public Task<ReceiverException> FailureAsync() => Assert.ThrowsAsync<ReceiverException>(() => Running.WaitAsync(Patience, TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)Running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)).WaitAsync(Patience, TimeProvider.System);
        _stop.Dispose();
    }
}
