using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The activations in memory: at most one for a grain id, or one pool for a stateless worker's.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, CallTarget> _targets = new();
    private long _numbers;

    /// <exception cref="ArgumentException">No grain class has the id's type.</exception>
    public CallTarget Find(GrainId grainId)
    {
        while (true)
        {
            if (_targets.TryGetValue(grainId, out var target) && !target.IsGone)
            {
                return target;
            }

            var grainClass = silo.Classes.Get(grainId.Type);
            var created = grainClass.MaxLocalWorkers is null
                ? (CallTarget)new Activation(silo, grainClass, grainId, Interlocked.Increment(ref _numbers), pool: null)
                : new StatelessWorkers(silo, grainClass, grainId);
            if (_targets.TryAdd(grainId, created))
            {
                if (created is Activation)
                {
                    grainClass.CountActivation(1);
                }

                return created;
            }
        }
    }

    public Activation Activate(GrainClass grainClass, GrainId grainId, StatelessWorkers pool)
    {
        grainClass.CountActivation(1);
        return new Activation(silo, grainClass, grainId, Interlocked.Increment(ref _numbers), pool);
    }

    public void Remove(Activation activation)
    {
        if (_targets.TryRemove(KeyValuePair.Create<GrainId, CallTarget>(activation.GrainId, activation)))
        {
            Retire(activation);
        }
    }

    public void Retire(Activation activation) => activation.Class.CountActivation(-1);

    /// <summary>Those there are now, oldest first.</summary>
    public Activation[] Snapshot()
    {
        List<Activation> activations = [];
        foreach (var (_, target) in _targets)
        {
            if (target is Activation activation)
            {
                activations.Add(activation);
            }
            else
            {
                activations.AddRange(((StatelessWorkers)target).Snapshot());
            }
        }

        activations.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        return [.. activations];
    }

    public void CollectIdle(long now)
    {
        foreach (var activation in Snapshot())
        {
            activation.CollectWhenIdle(now);
        }
    }
}
