using System.Collections.Concurrent;
using Npgsql;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Checking;

/// <summary>Looks at the version of every state again and again: what was once seen must not go back or be gone, whatever happens to the database.</summary>
internal sealed class VersionWatch(ChaosDatabase database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, long> _seen = [];

    public ConcurrentQueue<Violation> Violations { get; } = new();

    /// <summary>How often it looked.</summary>
    public int Looks { get; private set; }

    public async Task RunAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!ending.IsCancellationRequested)
        {
            await LookAsync();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async Task LookAsync()
    {
        List<(string Key, long Version)> rows;
        try
        {
            rows = await database.ReadAsync("SELECT key, version FROM grain_state", row => (row.GetString(0), row.GetInt64(1)));
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return;
        }

        Looks++;
        Compare(rows.ToDictionary(row => row.Key, row => row.Version));
    }

    internal void Compare(IReadOnlyDictionary<string, long> now)
    {
        foreach (var (key, version) in _seen)
        {
            if (!now.TryGetValue(key, out var current))
                Violations.Enqueue(new(Violation.VersionBack, $"{key} was at {version} and is gone"));
            else if (current < version)
                Violations.Enqueue(new(Violation.VersionBack, $"{key} was at {version} and is at {current}"));
        }

        foreach (var (key, version) in now)
            _seen[key] = version;
    }
}
