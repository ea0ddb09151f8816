using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Runtime;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>Leaves a trace of requests that never became a message, within the account's budget for noise.</summary>
internal sealed class IngressEvents(ControlCommits commits, RefusalBudget budget, IIdSource ids)
{
    public async ValueTask RefusedAsync(AccountSnapshot account, string reason, bool failedAuthenticity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!budget.TryTake(account.Id))
            return;
        await commits.CommitAsync(
            account.Organization.Id,
            new ChannelEventRow(
                ids.NewId(),
                account.Organization.Id,
                account.Id,
                null,
                failedAuthenticity ? "channel.signature.invalid" : "channel.message.dropped",
                "warn",
                reason,
                new JsonObject { ["channelId"] = account.ChannelId, ["reason"] = reason }.ToJsonString()));
    }
}
