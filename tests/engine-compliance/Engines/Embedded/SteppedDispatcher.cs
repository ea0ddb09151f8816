using Vespid.Embedded;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>Keeps turns until the test runs them, one at a time on its own thread, in an order drawn from a seed.</summary>
public sealed class SteppedDispatcher(int seed) : ITurnDispatcher
{
    private readonly Random _random = new(seed);
    private readonly List<IThreadPoolWorkItem> _turns = [];
    private readonly Lock _gate = new();

    public void Dispatch(IThreadPoolWorkItem turn)
    {
        lock (_gate)
        {
            _turns.Add(turn);
        }
    }

    /// <summary>Runs turns until there are none.</summary>
    public void Run()
    {
        while (Next() is { } turn)
        {
            turn.Execute();
        }
    }

    private IThreadPoolWorkItem? Next()
    {
        lock (_gate)
        {
            if (_turns.Count == 0)
            {
                return null;
            }

            var index = _random.Next(_turns.Count);
            var turn = _turns[index];
            _turns.RemoveAt(index);
            return turn;
        }
    }
}
