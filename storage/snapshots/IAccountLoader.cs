namespace Vespid.Storage.Snapshots;

/// <summary>Reads accounts as they are stored.</summary>
internal interface IAccountLoader
{
    /// <summary>Enabled accounts that nobody stopped and that have one of these settings, with the versions that a snapshot of them would have now.</summary>
    Task<IReadOnlyList<(Guid Id, long Version, long OrganizationVersion)>> ListRunningAsync(IReadOnlyCollection<string> settings, CancellationToken cancellationToken);

    /// <summary>The accounts that a look-up finds, with all that belongs to them.</summary>
    Task<IReadOnlyList<LoadedAccount>> LoadAsync(AccountLookup lookup, CancellationToken cancellationToken);
}
