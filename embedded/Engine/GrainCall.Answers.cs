namespace Vespid.Embedded.Engine;

/// <summary>How a call ends for its caller: exactly once, whatever comes first.</summary>
internal abstract partial class GrainCall
{
    public sealed override void Refuse(Exception reason)
    {
        if (Method.IsOneWay)
        {
            RefuseUnsent(reason);
        }
        else if (TryClaimAnswer())
        {
            Answer(reason);
        }
    }

    /// <summary>Ends it before it was listed as in flight.</summary>
    public void RefuseUnsent(Exception reason)
    {
        if (Method.IsOneWay)
        {
            Reference.Silo.Log.OneWayCallDropped(Method.Name, Reference.GrainId, reason);
        }
        else
        {
            Answer(reason);
        }
    }

    public void TimeOut()
    {
        if (TryClaimAnswer())
        {
            var timeout = ResponseTimeout(Reference.Silo);
            Answer(new TimeoutException($"Response did not arrive on time in {timeout} for message: {this}."));
            Reference.Silo.Metrics.TimedOut();
            Reference.Silo.Log.CallTimedOut(Method.Name, Reference.GrainId, timeout);
            CancelCallee();
        }
    }

    public void CallerCancelled(CancellationToken token)
    {
        if (TryClaimAnswer())
        {
            AnswerCanceled(token);
        }

        CancelCallee();
    }

    protected abstract void Answer(Task completed);

    protected abstract void Answer(Exception reason);

    protected abstract void AnswerCanceled(CancellationToken token);

    // Answer, time-out, cancellation and stop may come together. The first one wins, and the caller finds the call no longer in flight.
    private bool TryClaimAnswer()
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return false;
        }

        Reference.Silo.Answered(this);
        return true;
    }

    // In a turn of the callee, because what it registered with its token is its code. If it has not started yet, it never will.
    private void CancelCallee()
    {
        if (_cancellation is { } cancellation && Executing is { } activation)
        {
            activation.Turns.Enqueue(new ActionTurn(_ => cancellation.Cancel()));
        }
    }
}
