namespace Vespid.Storage.Restore;

/// <summary>Some of what waits.</summary>
/// <param name="OrganizationId">Whose.</param>
/// <param name="What"><c>outbox</c>, <c>runs</c> or <c>alerts</c>.</param>
/// <param name="Kind">Kind of entry or run, or the alert.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the oldest was made.</param>
public sealed record RestoreGroup(Guid OrganizationId, string What, string Kind, int Count, DateTimeOffset Oldest);
