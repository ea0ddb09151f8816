using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Vespid.Tests.Fuzz;

/// <summary>What a run tried and what was wrong.</summary>
internal sealed class FuzzReport(int seed)
{
    private const int MostShown = 20;
    private readonly ConcurrentDictionary<(string Level, string Outcome), long> _outcomes = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _notes = new();
    private long _failed;

    public int Seed { get; } = seed;

    public long Failed => Volatile.Read(ref _failed);

    public void Count(string level, string outcome) => _outcomes.AddOrUpdate((level, outcome), 1, static (_, count) => count + 1);

    public long CountOf(string level) => _outcomes.Where(pair => pair.Key.Level == level).Sum(pair => pair.Value);

    public long CountOf(string level, string outcome) => _outcomes.GetValueOrDefault((level, outcome));

    public void Note(string line) => _notes.Enqueue(line);

    /// <summary>A case went wrong.</summary>
    /// <param name="level">Level.</param>
    /// <param name="number">Case.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="shown">Input and answer.</param>
    public void Fail(string level, long number, string fault, string shown)
    {
        if (Interlocked.Increment(ref _failed) <= MostShown)
            _failures.Enqueue($"FAILED seed {Seed} case {level}:{number}: {fault}\n{shown}\nreplay: dotnet run --project tests/fuzz -c Release -- --seed {Seed} --replay {level}:{number}\n");
    }

    /// <summary>Something is wrong with the whole and not with one case.</summary>
    public void Fail(string fault)
    {
        Interlocked.Increment(ref _failed);
        _failures.Enqueue($"FAILED seed {Seed}: {fault}\n");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var level in _outcomes.GroupBy(pair => pair.Key.Level).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{level.Key}: {level.Sum(pair => pair.Value)} cases (")
                .AppendJoin(", ", level.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key.Outcome} {pair.Value}")).AppendLine(")");
        }

        foreach (var note in _notes)
            text.AppendLine(note);
        foreach (var failure in _failures)
            text.AppendLine(failure);
        return text.Append(CultureInfo.InvariantCulture, $"seed {Seed}: {_outcomes.Values.Sum()} cases, {Failed} failed").ToString();
    }
}
