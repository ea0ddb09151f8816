namespace Vespid.Storage.Restore;

/// <summary>What was open when a restored backup was found, and waits.</summary>
/// <param name="Id">Hold.</param>
/// <param name="Cause">What told that it is a restored one: <c>other_database</c>, <c>log_went_back</c> or <c>operator</c>.</param>
/// <param name="OutboxEntries">Entries held then.</param>
/// <param name="Runs">Runs held then.</param>
/// <param name="Alerts">Events not yet told to receivers, held then.</param>
/// <param name="HeldAt">When.</param>
/// <param name="EndedAt">When the last of them was released or discarded; null while some wait.</param>
/// <param name="EndedBy">By whom.</param>
public sealed record RestoreHold(Guid Id, string Cause, int OutboxEntries, int Runs, int Alerts, DateTimeOffset HeldAt, DateTimeOffset? EndedAt, string? EndedBy);
