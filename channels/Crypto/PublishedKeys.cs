using System.Collections.Concurrent;

namespace Vespid.Channels;

/// <summary>
/// Issuers' keys, kept for a day. An unknown key id asks again, so that a rotated key is found at once, but not more often than every half minute: ids come
/// from callers. While the issuer is away the last keys stay good. One entry an issuer, and the issuers are the operator's.
/// </summary>
internal sealed class PublishedKeys(KeyFetch fetch, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    public static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<KeySource, Issuer> _issuers = new();

    public async ValueTask<KeyLookup> FindAsync(KeySource source, string keyId, CancellationToken cancellationToken)
    {
        var issuer = _issuers.GetOrAdd(source, static _ => new());
        if (!issuer.MayHaveChanged(keyId, time.GetUtcNow()))
            return issuer.Find(keyId);

        await issuer.Gate.WaitAsync(cancellationToken);
        try
        {
            if (issuer.MayHaveChanged(keyId, time.GetUtcNow()))
                issuer.Keep(await fetch.GetAsync(source, cancellationToken), time.GetUtcNow());
            return issuer.Find(keyId);
        }
        finally
        {
            issuer.Gate.Release();
        }
    }

    private sealed class Issuer
    {
        private volatile Fetched _fetched = new(null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public KeyLookup Find(string keyId) => _fetched.Keys is { } keys ? new(keys.GetValueOrDefault(keyId), false) : new(null, true);

        public bool MayHaveChanged(string keyId, DateTimeOffset now)
        {
            var fetched = _fetched;
            var current = fetched.Keys is { } keys && now - fetched.At < Lifetime && keys.ContainsKey(keyId);
            return !current && now - fetched.TriedAt >= BetweenFetches;
        }

        public void Keep(IReadOnlyDictionary<string, PublishedKey>? keys, DateTimeOffset now) =>
            _fetched = keys is null ? _fetched with { TriedAt = now } : new(keys, now, now);

        private sealed record Fetched(IReadOnlyDictionary<string, PublishedKey>? Keys, DateTimeOffset At, DateTimeOffset TriedAt);
    }
}
