namespace Vespid.Grains.ChatOps;

/// <summary>Ten commands a minute for each person.</summary>
internal sealed class CommandBudget
{
    private const int Most = 10;
    private const int MostPeople = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Queue<DateTimeOffset>> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes one, if there is one left.</summary>
    public bool Take(string actor, DateTimeOffset now)
    {
        if (!_taken.TryGetValue(actor, out var times))
        {
            if (_taken.Count >= MostPeople)
                Forget(now);
            if (_taken.Count >= MostPeople)
                return false;
            _taken[actor] = times = new Queue<DateTimeOffset>();
        }

        while (times.TryPeek(out var oldest) && now - oldest >= Window)
            times.Dequeue();
        if (times.Count >= Most)
            return false;
        times.Enqueue(now);
        return true;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (actor, times) in _taken.ToList())
        {
            if (times.Count == 0 || now - times.Last() >= Window)
                _taken.Remove(actor);
        }
    }
}
