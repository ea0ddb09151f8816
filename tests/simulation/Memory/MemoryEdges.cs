using System.Collections.Immutable;
using Vespid.Storage.Edges;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>What grains read of edges and their alerts. The conditions are those of the SQL statements.</summary>
internal sealed class MemoryEdges(Store store, MemoryReads reads) : IEdgeStore, IAlertStore
{
    private static readonly TimeSpan SilentLately = TimeSpan.FromMinutes(30);

    public Task<EdgeRecord?> FindAsync(string nodeId, CancellationToken cancellationToken = default) => reads.ReadAsync(
        "read edge", () => store.Edges.GetValueOrDefault(nodeId) is { } edge ? edge.Row with { SeenAgo = store.Now - edge.LastSeenAt } : null);

    public Task<IReadOnlyList<string>> OverdueAsync(TimeSpan staleAfter, TimeSpan silentAfter, int max, CancellationToken cancellationToken = default) =>
        reads.ReadAsync<IReadOnlyList<string>>("scan edges", () =>
        [
            .. store.Edges.Values
                .Where(edge => !edge.Row.IsRetired && store.Now - edge.LastSeenAt > LimitOf(edge, staleAfter, silentAfter))
                .OrderBy(edge => edge.LastSeenAt).Take(max).Select(edge => edge.Row.NodeId),
        ]);

    public Task<IReadOnlyList<string>> DueReceiversAsync(int max, CancellationToken cancellationToken = default) => reads.ReadAsync<IReadOnlyList<string>>(
        "scan receivers",
        () => [.. store.AlertReceivers.Values
            .Where(receiver => receiver.NextAt <= store.Now || receiver.Open.Values.Any(account => account.How == "queued"))
            .Select(receiver => receiver.Row.Id).Take(max)]);

    public Task<AlertInbox?> ReadAsync(string receiverId, IReadOnlyList<Guid> openIncidents, int max, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read inbox", () => store.AlertReceivers.TryGetValue(receiverId, out var receiver) ? Inbox(receiver, openIncidents, max) : null);

    public Task<ReceiverRecord?> ReceiverAsync(string receiverId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read receiver", () => store.AlertReceivers.GetValueOrDefault(receiverId)?.Row);

    public Task<IReadOnlyList<EdgeBreaker>> BreakersAsync(CancellationToken cancellationToken = default) => reads.ReadAsync<IReadOnlyList<EdgeBreaker>>(
        "scan breakers", () => [.. store.AlertReceivers.Values.Where(receiver => receiver.Row.Enabled).SelectMany(receiver => receiver.Breakers)]);

    public Task<EdgeCatalogRecord?> CatalogAsync(CancellationToken cancellationToken = default) => reads.ReadAsync("read catalog", static () => (EdgeCatalogRecord?)null);

    public Task<PartnerRecord?> PartnerAsync(string partnerId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<RegistrationTokenRecord?> TokenAsync(byte[] hash, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<EdgeConfigRecord?> ConfigAsync(string nodeId, long epoch, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<EdgePeer>> PeersAsync(string partnerId, string nodeId, int max, CancellationToken cancellationToken = default) => throw NotHere();

    private static TimeSpan? LimitOf(StoredEdge edge, TimeSpan staleAfter, TimeSpan silentAfter)
    {
        var interval = TimeSpan.FromSeconds(edge.IntervalSeconds);
        return edge.Liveness switch
        {
            "silent" => null,
            "stale" => Longer(silentAfter, 10 * interval),
            "late" => Longer(staleAfter, 3 * interval),
            _ => 1.5 * interval,
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static NotSupportedException NotHere() => new("No grain of the simulation asks for this.");

    private AlertInbox Inbox(StoredReceiver receiver, IReadOnlyList<Guid> openIncidents, int max) => new(
        store.Now,
        receiver.Row,
        [.. receiver.Open.Values.OrderBy(static account => account.How == "deferred").Take(max).Select(EventOf)],
        [.. store.Silences.Where(silence => !silence.HasEnded && (silence.Row.EndsAt > store.Now || silence.Row.Repeat != "none")).Select(static silence => silence.Row)],
        [.. openIncidents.Where(store.Acknowledged.Contains)],
        [.. store.Edges.Values.Where(static edge => edge.Row is { Held: true, IsRetired: false }).Select(static edge => edge.Row.NodeId)],
        store.Edges.Values.Where(edge => IsLive(edge) && receiver.Covers(edge.Row.OrganizationId, edge.Row.PartnerId))
            .GroupBy(static edge => edge.Row.Region).ToImmutableDictionary(static region => region.Key, static region => region.Count()));

    private bool IsLive(StoredEdge edge) => edge.Row is { IsRetired: false, Held: false }
        && (edge.Liveness is "online" or "late" or "stale" || (edge.Liveness == "silent" && edge.LivenessSince > store.Now - SilentLately));

    private static AlertEvent EventOf(AccountOfEvent account)
    {
        var row = account.Event.Row;
        return new AlertEvent
        {
            Id = row.Id,
            OrganizationId = row.OrganizationId,
            PartnerId = row.PartnerId,
            NodeId = row.NodeId,
            Label = row.Label,
            Region = row.Region,
            Alert = row.Alert!,
            Severity = row.Severity!,
            Key = row.Key!,
            Subject = row.Subject,
            From = row.From,
            To = row.To,
            Firing = row.Firing,
            IncidentId = row.IncidentId,
            Flapping = row.Flapping,
            Muted = row.Muted,
            Text = row.Text!,
            Details = row.Details,
            ObservedAt = row.ObservedAt,
            CreatedAt = account.Event.CreatedAt,
            Deferred = account.How == "deferred",
            Reason = account.Reason,
        };
    }
}
