using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The observers of one activation. Those of the same stage run together.</summary>
internal sealed class GrainLifecycle : IGrainLifecycle
{
    private readonly List<Subscription> _subscriptions = [];
    private int _startedUpTo = int.MinValue;
    private bool _started;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_started)
        {
            throw new InvalidOperationException($"'{observerName}' subscribed after the lifecycle had started; subscribe while the grain is constructed.");
        }

        var subscription = new Subscription(this, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        _started = true;
        foreach (var stage in _subscriptions.GroupBy(static subscription => subscription.Stage).OrderBy(static stage => stage.Key).ToArray())
        {
            _startedUpTo = stage.Key;
            await Task.WhenAll(stage.Select(subscription => subscription.Observer.OnStart(cancellationToken)));
        }
    }

    /// <summary>Stops what was started, last stage first. A fault in one stage does not keep the others from stopping.</summary>
    public async Task Stop(Action<Exception> onFault, CancellationToken cancellationToken)
    {
        if (!_started)
        {
            return;
        }

        var stages = _subscriptions.Where(subscription => subscription.Stage <= _startedUpTo)
            .GroupBy(static subscription => subscription.Stage)
            .OrderByDescending(static stage => stage.Key)
            .ToArray();
        foreach (var stage in stages)
        {
            try
            {
                await Task.WhenAll(stage.Select(subscription => subscription.Observer.OnStop(cancellationToken)));
            }
            catch (Exception fault)
            {
                onFault(fault);
            }
        }
    }

    private sealed class Subscription(GrainLifecycle lifecycle, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage => stage;

        public ILifecycleObserver Observer => observer;

        public void Dispose() => lifecycle._subscriptions.Remove(this);
    }
}
