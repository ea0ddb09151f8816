using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Grains.Audit;
using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;

namespace Vespid.Grains.Delivery;

internal sealed class DeadLetterGrain(ControlCommits commits, AuditTrail audit, IOutboxQueries outbox, IOptions<ChannelRuntimeOptions> options)
    : Grain, IDeadLetterGrain
{
    /// <summary>Most entries of one call.</summary>
    private const int MostIds = 1_000;

    private const string Kind = "outbox";

    private Guid OrganizationId => this.GetPrimaryKey();

    public Task<Outcome<int>> Redrive(ImmutableArray<Guid> ids, Actor actor) =>
        EachDeadLetterAsync(ids, "dead_letter.redriven", actor, found => new OutboxRedrive(OrganizationId, found, options.Value.OutboundTimeToLive));

    public Task<Outcome<int>> Purge(ImmutableArray<Guid> ids, Actor actor) =>
        EachDeadLetterAsync(ids, "dead_letter.purged", actor, found => new OutboxPurge(OrganizationId, found));

    public async Task<Refusal?> Cancel(Guid id, Actor actor)
    {
        var status = await commits.CommitAsync(
            OrganizationId, new OutboxCancel(OrganizationId, id), audit.Of(OrganizationId, actor, "outbox.canceled", Kind, id.ToString()));
        if (status == CommitStatus.Applied)
            return null;
        return await outbox.GetAsync(OrganizationId, id) is { } entry
            ? Refusal.Conflict("OUTBOX_ENTRY_NOT_CANCELABLE", $"The entry is {entry.Status}.")
            : Refusal.NotFound("Outbox entry");
    }

    private async Task<Outcome<int>> EachDeadLetterAsync(
        ImmutableArray<Guid> ids, string action, Actor actor, Func<ImmutableArray<Guid>, CommitRow> row)
    {
        if (ids.Length is 0 or > MostIds)
            return Refusal.BadRequest($"Name 1 to {MostIds} entries.");
        var found = await outbox.DeadLettersAmongAsync(OrganizationId, [.. ids.Distinct()]);
        if (found.Count == 0)
            return Refusal.NotFound("Dead letter");
        var status = await commits.CommitAsync(
            OrganizationId, row([.. found]), audit.Of(OrganizationId, actor, action, Kind, null, ("count", found.Count), ("ids", string.Join(',', found))));
        return status == CommitStatus.Applied ? found.Count : Refusal.Conflict("DEAD_LETTERS_CHANGED", "Some of the entries are no longer dead letters; look again.");
    }
}
