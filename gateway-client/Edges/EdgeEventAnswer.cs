using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>An event of an edge, and what each receiver did about it.</summary>
/// <param name="Ts">When it was committed.</param>
/// <param name="Type">Kind of event, for example <c>transition</c>.</param>
/// <param name="Alert">Word of the alert taxonomy; null for what nobody is told of.</param>
/// <param name="Firing">Whether a trouble begins.</param>
/// <param name="Muted">Why nobody is told.</param>
internal sealed record EdgeEventAnswer(
    Guid Id, DateTimeOffset Ts, string Type, string? Alert, string? Severity, string? Subject, string? From, string? To, bool Firing, Guid? IncidentId, bool Flapping,
    string? Muted, string? Text, DateTimeOffset ObservedAt, IReadOnlyList<OutcomeAnswer> Outcomes)
{
    public static EdgeEventAnswer Of(EdgeEventItem item, ILookup<Guid, AlertOutcomeItem> outcomes) => new(
        item.Id, item.CreatedAt, item.Type, item.Alert, item.Severity, item.Subject, item.From, item.To, item.Firing, item.IncidentId, item.Flapping, item.Muted, item.Text,
        item.ObservedAt, [.. outcomes[item.Id].Select(OutcomeAnswer.From)]);
}

/// <summary>Events, newest first.</summary>
internal sealed record EdgeEventList(IReadOnlyList<EdgeEventAnswer> Events, string? NextCursor);

/// <summary>How a receiver accounted for an event.</summary>
/// <param name="Outcome"><c>queued</c>, <c>deferred</c>, <c>alone</c>, <c>grouped</c>, <c>merged</c>, <c>flapping</c>, <c>parked</c>, <c>cascade</c>, <c>inhibited</c> or <c>silenced</c>.</param>
/// <param name="Reason">Why it was not told alone.</param>
/// <param name="Until">When a deferred one is looked at again.</param>
/// <param name="EntryStatus">Lane status word of the message that names it.</param>
/// <param name="DelayMs">From the observation to the delivery.</param>
internal sealed record OutcomeAnswer(string Receiver, string Outcome, string? Reason, DateTimeOffset? Until, string? EntryStatus, long? DelayMs)
{
    public static OutcomeAnswer From(AlertOutcomeItem item) =>
        new(item.ReceiverId, item.How, item.Reason, item.Until, item.EntryStatus, (long?)item.Delay?.TotalMilliseconds);
}
