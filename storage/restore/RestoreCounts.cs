namespace Vespid.Storage.Restore;

/// <summary>How many wait, or were let go.</summary>
/// <param name="OutboxEntries">Outbox entries.</param>
/// <param name="Runs">Runs and turns.</param>
/// <param name="Alerts">Events that a receiver has to account for.</param>
public sealed record RestoreCounts(int OutboxEntries, int Runs, int Alerts)
{
    /// <summary>All of them.</summary>
    public int Total => OutboxEntries + Runs + Alerts;
}
