using System.Runtime.InteropServices;

namespace Vespid.Gateway.Limits;

/// <summary>
/// A token bucket a key in one number each (the generic cell rate algorithm): the time at which the bucket would be full again.
/// Keeps at most twice <c>keys</c> of them; the longest unused are forgotten first, which only ever forgives.
/// </summary>
/// <typeparam name="TKey">What is limited.</typeparam>
internal sealed class RateLimiter<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly long _tolerance;
    private readonly int _keys;
    private readonly Action? _refused;
    private Dictionary<TKey, long> _young;
    private Dictionary<TKey, long> _old;

    /// <param name="time">Clock.</param>
    /// <param name="permits">Permits a period, all of which may be taken at once.</param>
    /// <param name="period">Period.</param>
    /// <param name="keys">Keys remembered.</param>
    /// <param name="comparer">Equality of keys.</param>
    /// <param name="refused">Told each time that there is no permit.</param>
    public RateLimiter(TimeProvider time, int permits, TimeSpan period, int keys, IEqualityComparer<TKey>? comparer = null, Action? refused = null)
    {
        _time = time;
        _interval = Math.Max(1, (long)(period.TotalSeconds * time.TimestampFrequency / permits));
        _tolerance = _interval * (permits - 1);
        _keys = keys;
        _refused = refused;
        _young = new Dictionary<TKey, long>(comparer);
        _old = new Dictionary<TKey, long>(comparer);
    }

    /// <summary>Takes a permit.</summary>
    /// <returns>Zero, or how long until there is one.</returns>
    public TimeSpan Take(TKey key) => Turn(key, take: true);

    /// <summary>Looks whether there is a permit, without taking it.</summary>
    /// <returns>Zero, or how long until there is one.</returns>
    public TimeSpan Peek(TKey key) => Turn(key, take: false);

    private TimeSpan Turn(TKey key, bool take)
    {
        var wait = Wait(key, take);
        if (wait <= 0)
            return TimeSpan.Zero;
        _refused?.Invoke();
        return TimeSpan.FromSeconds((double)wait / _time.TimestampFrequency);
    }

    private long Wait(TKey key, bool take)
    {
        var now = _time.GetTimestamp();
        lock (_lock)
        {
            var full = Math.Max(now, Find(key));
            var wait = full - now - _tolerance;
            if (take && wait <= 0)
                Store(key, full + _interval);
            return wait;
        }
    }

    private long Find(TKey key) => _young.TryGetValue(key, out var at) || _old.TryGetValue(key, out at) ? at : long.MinValue;

    private void Store(TKey key, long at)
    {
        if (_young.Count >= _keys && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_young, key, out _) = at;
    }
}
