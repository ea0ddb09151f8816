namespace Vespid.Tests.Chaos.Checking;

/// <summary>A reply that a vendor took.</summary>
/// <param name="Order">At that vendor.</param>
internal sealed record Arrival(string Conversation, string Text, long Order, DateTimeOffset At);
