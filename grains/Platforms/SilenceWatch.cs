namespace Vespid.Grains.Platforms;

/// <summary>Ends a receiver that has heard nothing for two minutes: a connection can be dead without anybody being told.</summary>
internal sealed class SilenceWatch(TimeProvider clock)
{
    private static readonly TimeSpan MostSilence = TimeSpan.FromMinutes(2);

    private long _heardAt = clock.GetTimestamp();

    public void Heard() => Volatile.Write(ref _heardAt, clock.GetTimestamp());

    /// <exception cref="StalledException">Nothing was heard for too long.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> receive, CancellationToken cancellationToken)
    {
        Heard();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(
            _ =>
            {
                if (clock.GetElapsedTime(Volatile.Read(ref _heardAt)) > MostSilence)
                    ends.Cancel();
            },
            null,
            MostSilence / 4,
            MostSilence / 4);
        try
        {
            await receive(ends.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StalledException();
        }
    }
}
