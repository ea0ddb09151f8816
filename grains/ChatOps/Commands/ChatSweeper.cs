using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>Ends what has run out: pauses, approvals, runs that nobody carries out, and history beyond its time.</summary>
internal sealed class ChatSweeper(
    IChatStore store, RoomSpeech speech, RunEnds runs, ControlCommits commits, ChatBindings bindings, ChatOpsMetrics metrics, IOptions<ChatOpsOptions> options, IWriterLease lease,
    TimeProvider clock, ILogger<ChatSweeper> logger) : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(5))
{
    private const int TicksBetweenPurges = 720;
    private static readonly Guid Expired = new("0197b0c5-0000-7000-8000-0000000000ee");

    private int _ticks;

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        metrics.Queues(await store.QueuesAsync(cancellationToken));
        if (bindings.All.Any(binding => binding.Record.Status == "paused"))
            await commits.CommitAsync(null, new ChatBindingsResume());
        foreach (var approval in (await store.PendingApprovalsAsync(cancellationToken)).Where(approval => approval.IsOver))
            await ExpireAsync(approval);
        await runs.EndOrphanAsync(cancellationToken);
        if (_ticks++ % TicksBetweenPurges == 0)
            await commits.CommitAsync(null, new ChatHistoryPurge(options.Value.MessageAge, options.Value.ActionAge));
    }

    private async Task ExpireAsync(ChatApprovalRecord approval)
    {
        var said = await speech.SayAsync(
            approval.RoomId, Grains.Channels.RunId.Of(approval.SourceMessageId, Expired), "announcement",
            RichText.Plain($"expired: {CommandNames.Spell(ChatJson.Read<CommandRequest>(approval.Command).Command)} of {approval.RequesterName ?? approval.Requester} found no second person"),
            approval.SourceMessageId, null);
        ImmutableArray<CommitRow> rows = [new ChatApprovalExpire(approval.Id), new ChatActionEnd(approval.ActionId, "expired", "expired", "no second person in time", null), .. said];
        await commits.CommitAsync(null, rows);
    }
}
