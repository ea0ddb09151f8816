using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>How an activation begins, and the timers it has while it lives.</summary>
internal sealed partial class Activation
{
    public void Add(IDisposable timer) => (_timers ??= []).Add(timer);

    public void Remove(IDisposable timer) => _timers?.Remove(timer);

    private async Task Activate()
    {
        try
        {
            _instance = Class.Factory.Create(this);
            (_instance as ILifecycleParticipant<IGrainLifecycle>)?.Participate(ObservableLifecycle);
            if (_lifecycle is not null || Class.ActivatesItself)
            {
                using var limit = new CancellationTokenSource(Silo.Options.ActivationTimeout, Silo.Time);
                if (_lifecycle is not null)
                {
                    await _lifecycle.Start(limit.Token);
                }

                if (Class.ActivatesItself)
                {
                    await ((IGrainBase)_instance).OnActivateAsync(limit.Token);
                }
            }
        }
        catch (Exception fault)
        {
            await FailActivation(fault);
            return;
        }

        _lastUsed = Silo.Clock.Now;
        _state = ActivationState.Active;
        if (_reason.ReasonCode != DeactivationReasonCode.None)
        {
            BeginDraining(_reason, _endingToken);
        }
    }

    private async Task FailActivation(Exception fault)
    {
        Silo.Log.ActivationFailed(GrainId, fault);
        Silo.Metrics.ActivationFailed();
        StopTimers();
        await StopLifecycle(CancellationToken.None);
        await Release();
        Leave();
        while (_waiting.TakeFirst() is { } request)
        {
            request.Refuse(fault);
        }
    }

    private void StopTimers()
    {
        var timers = _timers;
        _timers = null;
        timers?.ForEach(static timer => timer.Dispose());
    }
}
