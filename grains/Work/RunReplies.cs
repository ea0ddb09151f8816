using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Messages;
using Vespid.Storage.Rows;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <summary>Ends runs and, in the same commit, queues what the agent says back to the conversation the run came from.</summary>
internal sealed class RunReplies(
    IWorkQueue queue, IStoredMessages messages, IIdSource ids, IOptions<ChannelRuntimeOptions> options, AgentMetrics metrics)
{
    /// <summary>Longest reply, over all its parts; what is beyond is left out.</summary>
    public const int MostReply = 100_000;

    public async Task<WorkVerdict> CompleteAsync(
        Guid organizationId, Guid runId, Guid leaseToken, string? output, string? reply, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(reply))
            return await queue.CompleteAsync(organizationId, runId, leaseToken, output, [], cancellationToken);
        if (await messages.RunOriginAsync(organizationId, runId, cancellationToken) is not { } origin)
            return WorkVerdict.NotFound;
        var text = TextSplitter.Split(reply, MostReply, TextUnit.Utf16CodeUnits)[0];
        var verdict = await queue.CompleteAsync(
            organizationId, runId, leaseToken, output ?? new JsonObject { ["text"] = text }.ToJsonString(), Rows(organizationId, runId, origin, text), cancellationToken);
        if (verdict == WorkVerdict.Done)
            metrics.Answered(origin.Age);
        return verdict;
    }

    private IReadOnlyList<OutboxRow> Rows(Guid organizationId, Guid runId, RunOrigin origin, string text) =>
        origin is { AccountId: { } account, ConversationId: { } conversation, ChannelId: { } channel }
            ? OutboundEntries.Text(
                new OutboundText(
                    OutboundEntries.Reply, organizationId, account, conversation, text, origin.ProviderMessageId, origin.ThreadId, runId,
                    origin.SessionId, origin.SessionId is null ? null : origin.Seq, origin.TraceParent),
                ChannelCatalog.Get(channel),
                options.Value.OutboundTimeToLive,
                ids)
            : [];
}
