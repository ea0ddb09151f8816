namespace Vespid.Storage.Snapshots;

/// <summary>Answers from the copies of this process; what is missing or too old is read once for all who ask at the same time.</summary>
internal sealed class AccountDirectory(AccountCache cache, IAccountLoader loader) : IAccountDirectory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AccountLookup, Flight> _flights = [];

    public ValueTask<AccountSnapshot?> FindAsync(string channelId, string accountKey, Freshness freshness, CancellationToken cancellationToken = default) =>
        cache.Find(channelId, accountKey, freshness) is { } snapshot
            ? new(snapshot)
            : MissAsync(AccountLookup.ByName(channelId, accountKey), freshness, cancellationToken);

    public ValueTask<AccountSnapshot?> FindByIngressKeyAsync(string ingressKey, Freshness freshness, CancellationToken cancellationToken = default) =>
        cache.FindByIngressKey(ingressKey, freshness) is { } snapshot
            ? new(snapshot)
            : MissAsync(AccountLookup.ByIngressKey(ingressKey), freshness, cancellationToken);

    public ValueTask<AccountSnapshot?> GetAsync(Guid accountId, Freshness freshness, CancellationToken cancellationToken = default) =>
        cache.Find(accountId, freshness) is { } snapshot ? new(snapshot) : MissAsync(AccountLookup.ById(accountId), freshness, cancellationToken);

    public async ValueTask<IReadOnlyList<AccountSnapshot>> RunningAsync(IReadOnlyCollection<string> settings, CancellationToken cancellationToken = default)
    {
        var running = new List<AccountSnapshot>();
        foreach (var listed in await loader.ListRunningAsync(settings, cancellationToken).ConfigureAwait(false))
        {
            var account = await GetAsync(listed.Id, Freshness.Cached, cancellationToken).ConfigureAwait(false);
            if (account is null || account.Version != listed.Version || account.Organization.Version != listed.OrganizationVersion)
                account = await GetAsync(listed.Id, Freshness.Reload, cancellationToken).ConfigureAwait(false);
            if (account is not null)
                running.Add(account);
        }

        return running;
    }

    public void Invalidate(Guid entityId) => cache.Invalidate(entityId);

    private ValueTask<AccountSnapshot?> MissAsync(AccountLookup lookup, Freshness freshness, CancellationToken cancellationToken) =>
        cache.IsAbsent(lookup, freshness) ? default : new(Join(lookup, freshness).WaitAsync(cancellationToken));

    private Task<AccountSnapshot?> Join(AccountLookup lookup, Freshness freshness)
    {
        Flight flight;
        lock (_gate)
        {
            if (_flights.TryGetValue(lookup, out var running))
            {
                // A load that has begun may have read already: who wants it from now on waits for the one after.
                return freshness == Freshness.Cached ? running.Current.Task : (running.Next ??= NewSource()).Task;
            }

            _flights.Add(lookup, flight = new Flight(NewSource()));
        }

        var task = flight.Current.Task;
        _ = FlyAsync(lookup, flight);
        return task;
    }

    private async Task FlyAsync(AccountLookup lookup, Flight flight)
    {
        while (true)
        {
            var source = flight.Current;
            try
            {
                source.SetResult(await LoadAsync(lookup).ConfigureAwait(false));
            }
            catch (Exception fault)
            {
                source.SetException(fault);
            }

            lock (_gate)
            {
                if (flight.Next is not { } next)
                {
                    _flights.Remove(lookup);
                    return;
                }

                (flight.Current, flight.Next) = (next, null);
            }
        }
    }

    private async Task<AccountSnapshot?> LoadAsync(AccountLookup lookup)
    {
        var watch = cache.Watch();
        try
        {
            var loaded = await loader.LoadAsync(lookup, CancellationToken.None).ConfigureAwait(false);
            if (loaded.Count > 0)
                return cache.Put(loaded[0], watch);
            cache.PutAbsent(lookup, watch);
            return null;
        }
        finally
        {
            cache.Unwatch(watch);
        }
    }

    private static TaskCompletionSource<AccountSnapshot?> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Flight(TaskCompletionSource<AccountSnapshot?> current)
    {
        public TaskCompletionSource<AccountSnapshot?> Current { get; set; } = current;

        public TaskCompletionSource<AccountSnapshot?>? Next { get; set; }
    }
}
