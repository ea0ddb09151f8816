using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>
/// The real directory, but a caller that may be cancelled does not wait through a thread of the pool: it comes back to where it was.
/// </summary>
internal sealed class ContextKeepingDirectory(AccountDirectory directory, IAccountLoader loader) : IAccountDirectory
{
    public async ValueTask<AccountSnapshot?> FindAsync(string channelId, string accountKey, Freshness freshness, CancellationToken cancellationToken) =>
        await directory.FindAsync(channelId, accountKey, freshness, CancellationToken.None);

    public async ValueTask<AccountSnapshot?> FindByIngressKeyAsync(string ingressKey, Freshness freshness, CancellationToken cancellationToken) =>
        await directory.FindByIngressKeyAsync(ingressKey, freshness, CancellationToken.None);

    public async ValueTask<AccountSnapshot?> GetAsync(Guid accountId, Freshness freshness, CancellationToken cancellationToken) =>
        await directory.GetAsync(accountId, freshness, CancellationToken.None);

    public async ValueTask<IReadOnlyList<AccountSnapshot>> RunningAsync(IReadOnlyCollection<string> settings, CancellationToken cancellationToken)
    {
        var running = new List<AccountSnapshot>();
        foreach (var listed in await loader.ListRunningAsync(settings, CancellationToken.None))
        {
            if (await GetAsync(listed.Id, Freshness.Cached, CancellationToken.None) is not { } account)
                continue;
            var isCurrent = account.Version == listed.Version && account.Organization.Version == listed.OrganizationVersion;
            if ((isCurrent ? account : await GetAsync(listed.Id, Freshness.Reload, CancellationToken.None)) is { } found)
                running.Add(found);
        }

        return running;
    }

    public void Invalidate(Guid entityId) => directory.Invalidate(entityId);
}
