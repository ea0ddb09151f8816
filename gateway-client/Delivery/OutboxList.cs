namespace Vespid.Gateway.Delivery;

/// <summary>Outbox entries, newest first.</summary>
internal sealed record OutboxList(IReadOnlyList<OutboxAnswer> Entries, string? NextCursor);
