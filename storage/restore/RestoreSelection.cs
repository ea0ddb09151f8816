namespace Vespid.Storage.Restore;

/// <summary>Which of what waits.</summary>
/// <param name="Outbox">Outbox entries.</param>
/// <param name="Runs">Runs and turns.</param>
/// <param name="Alerts">Events that a receiver has to account for.</param>
/// <param name="OrganizationId">Only of this one; null for all.</param>
public sealed record RestoreSelection(bool Outbox = true, bool Runs = true, bool Alerts = true, Guid? OrganizationId = null)
{
    /// <summary>Words for the parts.</summary>
    public static IReadOnlyList<string> Words { get; } = ["outbox", "runs", "alerts"];

    /// <summary>Everything, or only the part that is named.</summary>
    /// <param name="what">One of <see cref="Words"/>; null for all.</param>
    /// <param name="organizationId">Only of this one; null for all.</param>
    public static RestoreSelection Of(string? what, Guid? organizationId) =>
        new(what is null or "outbox", what is null or "runs", what is null or "alerts", organizationId);
}
