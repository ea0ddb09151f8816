namespace Vespid.Storage.Snapshots;

/// <summary>The copy of an organisation that its cached accounts share, and those accounts: there is at least one.</summary>
internal sealed class CachedOrganization(OrganizationSnapshot snapshot)
{
    public OrganizationSnapshot Snapshot { get; set; } = snapshot;

    public HashSet<CachedAccount> Accounts { get; } = [];
}
