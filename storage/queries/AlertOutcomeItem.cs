namespace Vespid.Storage.Queries;

/// <summary>How one receiver accounted for one event.</summary>
/// <param name="EventId">Event.</param>
/// <param name="ReceiverId">Receiver.</param>
/// <param name="How"><c>queued</c>, <c>deferred</c>, <c>alone</c>, <c>grouped</c>, <c>merged</c>, <c>flapping</c>, <c>parked</c>, <c>cascade</c>, <c>inhibited</c> or <c>silenced</c>.</param>
/// <param name="Reason">Why it was not told alone.</param>
/// <param name="Until">When a deferred one is looked at again.</param>
/// <param name="EntryStatus">Lane status word of the message that names it; null when there is none, or it is not the reader's to see.</param>
/// <param name="Delay">From the observation to the delivery.</param>
public sealed record AlertOutcomeItem(Guid EventId, string ReceiverId, string How, string? Reason, DateTimeOffset? Until, string? EntryStatus, TimeSpan? Delay);
