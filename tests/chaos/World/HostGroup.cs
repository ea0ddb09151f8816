using Vespid.Tests.Chaos.Nemesis;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.World;

/// <summary>Processes on one database: one writes and the other stands by, or several silos that write side by side.</summary>
internal sealed class HostGroup : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Longest that a process may take to end, and then some.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly ChaosDatabase _database;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string? _sabotage;
    private readonly Journal _journal;
    private int _processes;
    private uint _turn;
    private volatile bool _isOver;

    public HostGroup(ChaosDatabase database, IReadOnlyDictionary<string, string> settings, string? sabotage, string logs, Journal journal, int silos)
    {
        AreSilos = silos > 0;
        (_database, _settings, _sabotage, _journal) = (database, settings, sabotage, journal);
        Slots = [.. Enumerable.Range(0, AreSilos ? silos : 2).Select(number => $"{(char)('a' + number)}").Select(name => new HostSlot(name, PortOffsets.Take(), Path.Combine(logs, $"host-{name}.log")))];
        foreach (var slot in Slots)
            slot.Fell += what => Problems.Enqueue(what);
    }

    public IReadOnlyList<HostSlot> Slots { get; }

    /// <summary>What no process may do: end by itself, not end when told to.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Whether all of them write; one that was taken for dead ends itself.</summary>
    public bool AreSilos { get; }

    public IEnumerable<HostSlot> Others(HostSlot slot) => Slots.Where(other => other != slot);

    /// <summary>Starts a process there; it is not ready yet.</summary>
    public void Start(HostSlot slot)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        var number = ++_processes;
        var settings = new Dictionary<string, string>(_settings) { ["DATABASE_URL"] = _database.ConnectionStringOf(number) };
        if (_sabotage is null)
            slot.Start(number, "vespid.dll", ["run", "--no-demo"], settings);
        else
            slot.Start(number, "Vespid.Tests.Chaos.SabotagedHost.dll", [_sabotage], settings);
        _journal.Note($"process {number} started at {slot.Name}");
    }

    public async Task UntilReadyAsync(HostSlot slot)
    {
        var isReady = false;
        await Wait.TryUntilAsync(async () => (isReady = await slot.IsReadyAsync()) || !slot.IsRunning, Patience);
        if (!isReady)
            throw new TimeoutException($"Waited {(slot.IsRunning ? $"{Patience.TotalSeconds:F0} s" : "in vain, for it has ended,")} until process {slot.ProcessNumber} at {slot.Name} is ready. {await slot.TellAsync()}");
    }

    /// <summary>Starts what does not run, and waits until all are ready and one of them is the writer.</summary>
    public async Task EnsureAllAsync()
    {
        foreach (var slot in Slots.Where(slot => !slot.IsRunning))
            Start(slot);
        foreach (var slot in Slots)
            await UntilReadyAsync(slot);
        await ActiveAsync();
    }

    /// <summary>The one that is the writer now, of several each in turn; waits while there is none.</summary>
    public async Task<HostSlot> ActiveAsync()
    {
        List<HostSlot> active = [];
        await Wait.UntilAsync(
            async () =>
            {
                foreach (var slot in Slots)
                {
                    if (await slot.IsActiveAsync())
                        active.Add(slot);
                }

                return active.Count > 0;
            },
            "one of the processes is the writer",
            Patience);
        return active[(int)(_turn++ % (uint)active.Count)];
    }

    /// <summary>SIGTERM; an end that is late or bad is a problem.</summary>
    public async Task StopAsync(HostSlot slot)
    {
        var code = await slot.StopAsync(StopPatience);
        _journal.Note($"process {slot.ProcessNumber} at {slot.Name} ended with {code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}");
        if (code != 0 && !slot.IsEndAllowed)
            Problems.Enqueue(code is null ? $"process {slot.ProcessNumber} did not end in {StopPatience.TotalSeconds:F0} s" : $"process {slot.ProcessNumber} ended with {code}");
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await Task.WhenAll(Slots.Select(slot => slot.DisposeAsync().AsTask()));
    }
}
