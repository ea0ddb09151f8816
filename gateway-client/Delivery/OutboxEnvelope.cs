namespace Vespid.Gateway.Delivery;

/// <summary>One outbox entry.</summary>
internal sealed record OutboxEnvelope(OutboxAnswer Entry);
