namespace Vespid.Storage.Snapshots;

/// <summary>Snapshots of channel accounts, one copy a process, with a bounded negative cache for names that do not exist.</summary>
public interface IAccountDirectory
{
    /// <summary>The account that claimed (channel, key); null if nobody did.</summary>
    ValueTask<AccountSnapshot?> FindAsync(string channelId, string accountKey, Freshness freshness, CancellationToken cancellationToken = default);

    /// <summary>The account with this unguessable ingress key; null if there is none.</summary>
    ValueTask<AccountSnapshot?> FindByIngressKeyAsync(string ingressKey, Freshness freshness, CancellationToken cancellationToken = default);

    /// <summary>The account; null if it does not exist.</summary>
    ValueTask<AccountSnapshot?> GetAsync(Guid accountId, Freshness freshness, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accounts whose connection or receiver should run: enabled ones that nobody stopped, so also those that show an error. Only those with one
    /// of these settings: who asks often must not pay for the many that only wait for requests.
    /// </summary>
    ValueTask<IReadOnlyList<AccountSnapshot>> RunningAsync(IReadOnlyCollection<string> settings, CancellationToken cancellationToken = default);

    /// <summary>Forgets what is known of an account or an organisation.</summary>
    void Invalidate(Guid entityId);
}

/// <summary>How old an answer may be.</summary>
public enum Freshness
{
    /// <summary>Any age: the commit verifies the versions.</summary>
    Cached,

    /// <summary>Not older than 200 ms: for answers that no commit verifies, such as refusals that are not stored.</summary>
    Recent,

    /// <summary>Read now.</summary>
    Reload,
}
