using Vespid.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.ChatOps;

/// <summary>Carries out runs, one at a time. Every end is written and announced in one commit; a run whose process ended is not begun again.</summary>
internal sealed class RunOutboxSender(
    Pipeline pipeline, RunCancellations cancellations, RunEnds ends, IChatStore store, ControlCommits commits, TimeProvider clock) : IOutboxSender
{
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
        var cancel = cancellations.Begin(run.Id);
        try
        {
            var end = await pipeline.RunAsync(run, cancel.Token);
            await ends.EndAsync(run, end, clock.GetElapsedTime(begun));
            return new SendResult.Sent(end.Status);
        }
        finally
        {
            cancellations.End(run.Id);
        }
    }
}
