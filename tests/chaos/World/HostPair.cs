using Vespid.Tests.Chaos.Nemesis;

namespace Vespid.Tests.Chaos.World;

/// <summary>Two processes on one database: one writes, the other stands by.</summary>
internal sealed class HostPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Longest that a process may take to end, and then some.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    private readonly ChaosDatabase _database;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string? _sabotage;
    private readonly Journal _journal;
    private int _processes;
    private volatile bool _isOver;

    public HostPair(ChaosDatabase database, IReadOnlyDictionary<string, string> settings, string? sabotage, string logs, Random chance, Journal journal)
    {
        (_database, _settings, _sabotage, _journal) = (database, settings, sabotage, journal);
        Slots = [.. new[] { "a", "b" }.Select(name => new HostSlot(name, Ports.FreeOffset(chance), Path.Combine(logs, $"host-{name}.log")))];
        foreach (var slot in Slots)
            slot.Fell += what => Problems.Enqueue(what);
    }

    public IReadOnlyList<HostSlot> Slots { get; }

    /// <summary>What no process may do: end by itself, not end when told to.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Problems { get; } = new();

    public HostSlot Other(HostSlot slot) => Slots[0] == slot ? Slots[1] : Slots[0];

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

    public Task UntilReadyAsync(HostSlot slot) => Wait.UntilAsync(slot.IsReadyAsync, $"the process at {slot.Name} is ready", Patience);

    /// <summary>Starts what does not run, and waits until both are ready and one of them is the writer.</summary>
    public async Task EnsureBothAsync()
    {
        foreach (var slot in Slots.Where(slot => !slot.IsRunning))
            Start(slot);
        foreach (var slot in Slots)
            await UntilReadyAsync(slot);
        await ActiveAsync();
    }

    /// <summary>The one that is the writer now; waits while there is none.</summary>
    public async Task<HostSlot> ActiveAsync()
    {
        HostSlot? active = null;
        await Wait.UntilAsync(
            async () =>
            {
                foreach (var slot in Slots)
                {
                    if (await slot.IsActiveAsync())
                        active = slot;
                }

                return active is not null;
            },
            "one of the processes is the writer",
            Patience);
        return active!;
    }

    /// <summary>SIGTERM; an end that is late or bad is a problem.</summary>
    public async Task StopAsync(HostSlot slot)
    {
        var code = await slot.StopAsync(StopPatience);
        _journal.Note($"process {slot.ProcessNumber} at {slot.Name} ended with {code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}");
        if (code != 0)
            Problems.Enqueue(code is null ? $"process {slot.ProcessNumber} did not end in {StopPatience.TotalSeconds:F0} s" : $"process {slot.ProcessNumber} ended with {code}");
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await Task.WhenAll(Slots.Select(slot => slot.DisposeAsync().AsTask()));
    }
}
