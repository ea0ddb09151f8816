namespace Vespid.Embedded.Engine;

/// <summary>How an activation ends: asked to, idle, or with the engine.</summary>
internal sealed partial class Activation
{
    private static readonly Action<Activation> CollectIfIdle = static activation =>
    {
        if (activation.IsIdle(activation.Silo.Clock.Now))
        {
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "The activation has been idle for its collection age."));
        }
    };

    private DeactivationReason _reason;
    private CancellationToken _endingToken;
    private TaskCompletionSource? _deactivated;

    public Task Deactivated
    {
        get
        {
            if (IsGone)
            {
                return Task.CompletedTask;
            }

            var deactivated = _deactivated ?? Interlocked.CompareExchange(ref _deactivated, NewSignal(), null) ?? _deactivated;
            if (IsGone)
            {
                deactivated.TrySetResult();
            }

            return deactivated.Task;
        }
    }

    /// <summary>From any thread.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (Turns.IsCurrent)
        {
            BeginDraining(deactivationReason, cancellationToken);
        }
        else
        {
            Turns.Enqueue(new ActionTurn(activation => activation.BeginDraining(deactivationReason, cancellationToken)));
        }
    }

    /// <summary>From any thread: ends the activation soon if it is idle.</summary>
    public void CollectWhenIdle(long now)
    {
        if (IsIdle(now))
        {
            Turns.Enqueue(new ActionTurn(CollectIfIdle));
        }
    }

    /// <summary>From any thread.</summary>
    public void DelayDeactivation(TimeSpan span) => Volatile.Write(ref _keepUntil, span < TimeSpan.Zero ? 0 : Silo.Clock.After(span));

    // A snapshot outside turns; decisions are made on a second look, in a turn.
    private bool IsIdle(long now) =>
        _state == ActivationState.Active
        && _running == 0
        && _waiting.IsEmpty
        && Class.CollectionAge != TimeSpan.MaxValue
        && Volatile.Read(ref _lastUsed) + (long)Class.CollectionAge.TotalMilliseconds <= now
        && Volatile.Read(ref _keepUntil) <= now;

    private void BeginDraining(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_reason.ReasonCode == DeactivationReasonCode.None)
        {
            _reason = reason;
            _endingToken = cancellationToken;
        }

        switch (_state)
        {
            case ActivationState.Created:
                _state = ActivationState.Gone;
                Leave();
                break;
            case ActivationState.Active:
                _state = ActivationState.Draining;
                StopTimers();
                if (_running == 0)
                {
                    _ = End();
                }

                break;
        }
    }

    private async Task End()
    {
        _state = ActivationState.Deactivating;
        using var limit = Class.DeactivatesItself || _lifecycle is not null
            ? new CancellationTokenSource(Silo.Options.DeactivationTimeout, Silo.Time)
            : null;
        var limitToken = limit?.Token ?? default;
        using var forwarded = _endingToken.UnsafeRegister(static limit => ((CancellationTokenSource?)limit)?.Cancel(), limit);
        if (Class.DeactivatesItself)
        {
            try
            {
                await ((IGrainBase)Instance).OnDeactivateAsync(_reason, limitToken).WaitAsync(limitToken);
            }
            catch (Exception fault)
            {
                Silo.Log.DeactivationFailed(GrainId, fault);
            }
        }

        await StopLifecycle(limitToken);
        await Release();
        Leave();
        while (_waiting.TakeFirst() is { } request)
        {
            request.Reroute(Silo);
        }
    }

    private async Task StopLifecycle(CancellationToken cancellationToken)
    {
        if (_lifecycle is not null)
        {
            await _lifecycle.Stop(fault => Silo.Log.DeactivationFailed(GrainId, fault), cancellationToken);
        }
    }

    private async Task Release()
    {
        try
        {
            switch (_instance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception fault)
        {
            Silo.Log.DeactivationFailed(GrainId, fault);
        }
    }

    // References keep the activations they called last, so an ended one must not hold on to the grain's state.
    private void Leave()
    {
        _state = ActivationState.Gone;
        _instance = null;
        _lifecycle = null;
        _scope = null;
        if (_pool is null)
        {
            Silo.Catalog.Remove(this);
        }
        else
        {
            _pool.Remove(this);
        }

        Volatile.Read(ref _deactivated)?.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
