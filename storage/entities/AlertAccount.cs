namespace Vespid.Storage.Entities;

/// <summary>What became of one event.</summary>
/// <param name="EventId">Event.</param>
/// <param name="How"><c>deferred</c>, or one of the final words.</param>
/// <param name="EntryId">The outbox entry that names it; null while deferred, when inhibited and when silenced.</param>
/// <param name="Reason">Why.</param>
/// <param name="UntilIn">How long it is deferred.</param>
public sealed record AlertAccount(Guid EventId, string How, Guid? EntryId, string? Reason, TimeSpan UntilIn);
