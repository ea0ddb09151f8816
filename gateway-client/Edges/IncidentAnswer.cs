using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A trouble of an edge.</summary>
/// <param name="Id">What acknowledgements name.</param>
/// <param name="State"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Text">First line of its message.</param>
internal sealed record IncidentAnswer(
    Guid Id, string State, string NodeId, string Label, string PartnerId, string Region, string? Alert, string? Severity, string? Subject, string? Text,
    DateTimeOffset Since, DateTimeOffset? ResolvedAt, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt, string? Note, IReadOnlyList<OutcomeAnswer> Outcomes)
{
    public static IncidentAnswer From(IncidentItem item, ILookup<Guid, AlertOutcomeItem> outcomes) => new(
        item.Event.Id, item.ResolvedAt is null ? "firing" : "resolved", item.Event.NodeId, item.Event.Label, item.Event.PartnerId, item.Event.Region, item.Event.Alert,
        item.Event.Severity, item.Event.Subject, item.Event.Text, item.Event.ObservedAt, item.ResolvedAt, item.AcknowledgedBy, item.AcknowledgedAt, item.Note,
        [.. outcomes[item.Event.Id].Select(OutcomeAnswer.From)]);
}

/// <summary>Incidents, newest first.</summary>
internal sealed record IncidentList(IReadOnlyList<IncidentAnswer> Alerts, string? NextCursor);
