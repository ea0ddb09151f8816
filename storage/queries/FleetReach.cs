namespace Vespid.Storage.Queries;

/// <summary>Whose edges a read may show.</summary>
/// <param name="Organizations">Each is read under a database role that sees no other; null for the operator of the deployment, who sees all.</param>
public sealed record FleetReach(IReadOnlyList<Guid>? Organizations)
{
    /// <summary>All organisations, and what belongs to the deployment itself.</summary>
    public static FleetReach All { get; } = new((IReadOnlyList<Guid>?)null);
}
