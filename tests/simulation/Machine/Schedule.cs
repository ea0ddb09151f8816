namespace Vespid.Tests.Simulation.Machine;

/// <summary>
/// Everything that could happen now. One thing happens at a time, on the thread that made the schedule, in an order drawn from the seed.
/// </summary>
internal sealed class Schedule(Dice dice)
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Ready> _ready = [];
    private volatile string? _stray;

    public bool IsEmpty => _ready.Count == 0;

    /// <param name="owner">The process it happens in; null for the world outside, which no crash stops.</param>
    /// <param name="what">For the trace; empty leaves no step there.</param>
    /// <param name="work">What happens.</param>
    /// <param name="state">Given to <paramref name="work"/>.</param>
    public void Add(HostProcess? owner, string what, Action<object?> work, object? state = null)
    {
        if (owner is { Life: Life.Ended })
            return;
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _stray ??= $"{what}: {Environment.StackTrace}";
            return;
        }

        (owner is { Life: Life.Paused } ? owner.Held : _ready).Add(new Ready(owner, what, work, state));
    }

    /// <summary>Lets one thing happen.</summary>
    /// <returns>What it was, for the trace.</returns>
    public (HostProcess? Owner, string What) RunOne()
    {
        var index = dice.Below(_ready.Count);
        var ready = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        ready.Work(ready.State);
        ThrowIfStray();
        return (ready.Owner, ready.What);
    }

    public void Pause(HostProcess process)
    {
        process.Held.AddRange(_ready.Where(ready => ready.Owner == process));
        Remove(process);
    }

    public void Resume(HostProcess process)
    {
        _ready.AddRange(process.Held);
        process.Held.Clear();
    }

    public void Remove(HostProcess process) => _ready.RemoveAll(ready => ready.Owner == process);

    /// <exception cref="InvalidOperationException">Something left the thread of the simulation, so that no seed would repeat it.</exception>
    public void ThrowIfStray()
    {
        if (_stray is { } stray)
            throw new InvalidOperationException($"Something ran on another thread than the simulation's: {stray}");
    }

    internal readonly record struct Ready(HostProcess? Owner, string What, Action<object?> Work, object? State);
}
