using System.Collections.Concurrent;

namespace Vespid.Storage.Snapshots;

/// <summary>
/// The copies of this process, under their id and both names, and for a while which names do not exist. Reads take no lock; writes take one,
/// so that an invalidation and a load that began before it cannot pass each other. What nobody asked for in a while is forgotten: memory
/// follows the accounts in use, not the accounts there are.
/// </summary>
internal sealed class AccountCache(TimeProvider time)
{
    private const int AbsentLimit = 10_000;
    private static readonly TimeSpan RecentAge = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AbsentAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleAge = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Guid, CachedAccount> _byId = new();
    private readonly ConcurrentDictionary<(string ChannelId, string AccountKey), CachedAccount> _byName = new();
    private readonly ConcurrentDictionary<string, CachedAccount> _byIngressKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AccountLookup, long> _absent = new();
    private readonly Dictionary<Guid, CachedOrganization> _organizations = [];
    private readonly HashSet<LoadWatch> _loads = [];
    private long _sweptAt = time.GetTimestamp();

    public AccountSnapshot? Find(string channelId, string accountKey, Freshness freshness) =>
        _byName.TryGetValue((channelId, accountKey), out var cached) ? Fresh(cached, freshness) : null;

    public AccountSnapshot? FindByIngressKey(string ingressKey, Freshness freshness) =>
        _byIngressKey.TryGetValue(ingressKey, out var cached) ? Fresh(cached, freshness) : null;

    public AccountSnapshot? Find(Guid id, Freshness freshness) => _byId.TryGetValue(id, out var cached) ? Fresh(cached, freshness) : null;

    public bool IsAbsent(AccountLookup lookup, Freshness freshness) =>
        freshness != Freshness.Reload
        && _absent.TryGetValue(lookup, out var since)
        && time.GetElapsedTime(since) < (freshness == Freshness.Recent ? RecentAge : AbsentAge);

    /// <summary>To be called before a load reads anything.</summary>
    public LoadWatch Watch()
    {
        var watch = new LoadWatch(time.GetTimestamp());
        lock (_gate)
            _loads.Add(watch);
        return watch;
    }

    public void Unwatch(LoadWatch watch)
    {
        lock (_gate)
            _loads.Remove(watch);
    }

    /// <summary>Keeps an account that was loaded, unless it was invalidated meanwhile; shares the organisation's copy among its accounts.</summary>
    public AccountSnapshot Put(LoadedAccount loaded, LoadWatch watch)
    {
        lock (_gate)
        {
            ForgetIdle();
            var snapshot = Share(loaded.Snapshot);
            if (watch.Covers(snapshot.Id) || watch.Covers(snapshot.Organization.Id))
                return snapshot;
            if (_byId.TryGetValue(snapshot.Id, out var known))
            {
                if (known.Snapshot.Version > snapshot.Version)
                    return snapshot;
                Remove(known);
            }

            Add(new CachedAccount(snapshot, loaded.IngressKey, watch.StartedAt, loaded.HoldsFor is { } holds ? watch.StartedAt + Ticks(holds) : long.MaxValue));
            return snapshot;
        }
    }

    /// <summary>Remembers that a look-up found nothing.</summary>
    public void PutAbsent(AccountLookup lookup, LoadWatch watch)
    {
        lock (_gate)
        {
            if (lookup.Id != Guid.Empty && _byId.TryGetValue(lookup.Id, out var known)
                || lookup is { First: { } channelId, Second: { } accountKey } && _byName.TryGetValue((channelId, accountKey), out known)
                || lookup is { First: { } ingressKey, Second: null } && _byIngressKey.TryGetValue(ingressKey, out known))
            {
                Remove(known);
            }

            if (watch.CoversAnything)
                return;
            if (_absent.Count >= AbsentLimit)
                _absent.Clear();
            _absent[lookup] = watch.StartedAt;
        }
    }

    public void Invalidate(Guid entityId)
    {
        lock (_gate)
        {
            foreach (var load in _loads)
                load.Add(entityId);
            if (_byId.TryGetValue(entityId, out var account))
            {
                Remove(account);
            }
            else if (_organizations.TryGetValue(entityId, out var organization))
            {
                foreach (var member in organization.Accounts.ToArray())
                    Remove(member);
            }
            else
            {
                // Unknown here: perhaps a name that was asked for in vain has just been claimed.
                _absent.Clear();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            foreach (var load in _loads)
                load.AddAll();
            _byId.Clear();
            _byName.Clear();
            _byIngressKey.Clear();
            _absent.Clear();
            _organizations.Clear();
        }
    }

    private AccountSnapshot? Fresh(CachedAccount cached, Freshness freshness)
    {
        if (freshness == Freshness.Reload
            || freshness == Freshness.Recent && time.GetElapsedTime(cached.LoadedAt) > RecentAge
            || cached.HoldsUntil != long.MaxValue && time.GetTimestamp() >= cached.HoldsUntil)
        {
            return null;
        }

        if (!cached.IsInUse)
            cached.IsInUse = true;
        return cached.Snapshot;
    }

    /// <summary>Now and then, on the way of a load: only loads make the cache grow.</summary>
    private void ForgetIdle()
    {
        if (time.GetElapsedTime(_sweptAt) < IdleAge)
            return;
        _sweptAt = time.GetTimestamp();
        foreach (var account in _byId.Values)
        {
            if (!account.IsInUse)
                Remove(account);
            account.IsInUse = false;
        }
    }

    private AccountSnapshot Share(AccountSnapshot snapshot)
    {
        var read = snapshot.Organization;
        if (!_organizations.TryGetValue(read.Id, out var known))
            return snapshot;
        if (known.Snapshot.Version >= read.Version)
            return snapshot with { Organization = known.Snapshot };
        foreach (var member in known.Accounts.ToArray())
        {
            Remove(member);
            Add(member with { Snapshot = member.Snapshot with { Organization = read } });
        }

        return snapshot;
    }

    private void Add(CachedAccount account)
    {
        _byId[account.Snapshot.Id] = account;
        _byName[(account.Snapshot.ChannelId, account.Snapshot.AccountKey)] = account;
        _byIngressKey[account.IngressKey] = account;
        var organization = account.Snapshot.Organization;
        if (!_organizations.TryGetValue(organization.Id, out var known))
            _organizations.Add(organization.Id, known = new CachedOrganization(organization));
        known.Snapshot = organization;
        known.Accounts.Add(account);
    }

    private void Remove(CachedAccount account)
    {
        _byId.TryRemove(new(account.Snapshot.Id, account));
        _byName.TryRemove(new((account.Snapshot.ChannelId, account.Snapshot.AccountKey), account));
        _byIngressKey.TryRemove(new(account.IngressKey, account));
        var organization = account.Snapshot.Organization.Id;
        if (_organizations.TryGetValue(organization, out var known) && known.Accounts.Remove(account) && known.Accounts.Count == 0)
            _organizations.Remove(organization);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
