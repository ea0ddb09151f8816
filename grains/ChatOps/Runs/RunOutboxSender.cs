using Npgsql;
using Vespid.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.ChatOps;

/// <summary>Carries out runs, one at a time. Every end is written and announced in one commit; a run whose process ended is not begun again.</summary>
internal sealed class RunOutboxSender(Pipeline pipeline, RunEnds ends, IChatStore store, ControlCommits commits, TimeProvider clock) : IOutboxSender
{
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Kinds { get; } = [RelayKinds.Run];

    public ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<Clearance>(Clearance.Go.Instance);

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var run = ChatJson.Read<RunRequest>(entry.Payload);
        if (entry.PossibleDuplicate)
        {
            await ends.EndAsync(run, new RunEnd("failed", "interrupted"), TimeSpan.Zero);
            return new SendResult.Sent("interrupted");
        }

        if (await commits.CommitAsync(null, new ChatRunStart(run.Id)) != CommitStatus.Applied)
        {
            // Cancelled while it waited: it is told, and not begun.
            if (await store.RunAsync(run.RunName, cancellationToken) is { Status: "cancelled" } cancelled)
                await ends.AnnounceAsync(run, new RunEnd("cancelled", cancelled.Error), TimeSpan.Zero);
            return new SendResult.Sent("not begun");
        }

        var begun = clock.GetTimestamp();
        var end = await CarryOutAsync(run);
        await ends.EndAsync(run, end, clock.GetElapsedTime(begun));
        return new SendResult.Sent(end.Status);
    }

    private async Task<RunEnd> CarryOutAsync(RunRequest run)
    {
        using var cancel = new CancellationTokenSource();
        using var timer = new PeriodicTimer(Looks, clock);
        var cancelled = CancelWhenAskedAsync(run, timer, cancel);
        try
        {
            return await pipeline.RunAsync(run, cancel.Token);
        }
        finally
        {
            timer.Dispose();
            await cancelled;
        }
    }

    /// <summary>Who asks may be on another silo: what both have is the run's row.</summary>
    private async Task CancelWhenAskedAsync(RunRequest run, PeriodicTimer timer, CancellationTokenSource cancel)
    {
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                if (await store.RunAsync(run.RunName) is not { Status: "running", CancelRequested: false })
                {
                    await cancel.CancelAsync();
                    return;
                }
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                // Storage is away; what was asked is still there when it is back.
            }
        }
    }
}
