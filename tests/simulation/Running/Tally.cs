namespace Vespid.Tests.Simulation.Running;

/// <summary>What a run did, in numbers.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Faults => _faults;

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Fault(string kind) => Add(_faults, kind, 1);

    public void Count(string what, long number = 1) => Add(_counts, what, number);

    public void Add(Tally other)
    {
        foreach (var (kind, number) in other._faults)
            Add(_faults, kind, number);
        foreach (var (what, number) in other._counts)
            Add(_counts, what, number);
    }

    private static void Add(SortedDictionary<string, long> numbers, string name, long number) => numbers[name] = numbers.GetValueOrDefault(name) + number;
}
