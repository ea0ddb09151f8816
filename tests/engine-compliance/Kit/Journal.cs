namespace Vespid.Tests.EngineCompliance.Kit;

/// <summary>What grains tell tests: entries in order, waits for an entry, and gates that a test opens.</summary>
public sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly List<(string Entry, int Times, TaskCompletionSource Seen)> _waits = [];
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Write(string entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            _waits.RemoveAll(wait => wait.Times <= Count(wait.Entry) && wait.Seen.TrySetResult());
        }
    }

    public int CountOf(string entry)
    {
        lock (_gate)
        {
            return Count(entry);
        }
    }

    /// <summary>Waits until the entry has been written so often.</summary>
    public Task Seen(string entry, int times = 1)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (times <= Count(entry))
            {
                seen.SetResult();
            }
            else
            {
                _waits.Add((entry, times, seen));
            }

            return Within(seen.Task, () => $"'{entry}' {times} times; seen: {string.Join(", ", Entries)}");
        }
    }

    /// <summary>For grains: waits until the test opens the gate.</summary>
    public Task Pass(string gate) => Gate(gate).Task;

    public void Open(string gate) => Gate(gate).TrySetResult();

    /// <summary>Waits for a task, but not for ever.</summary>
    public static async Task Within(Task task, Func<string> what)
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"Waited {Patience} for {what()}.");
        }
    }

    private int Count(string entry) => _entries.Count(one => one == entry);

    private TaskCompletionSource Gate(string name)
    {
        lock (_gate)
        {
            if (!_gates.TryGetValue(name, out var gate))
            {
                _gates[name] = gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return gate;
        }
    }
}
