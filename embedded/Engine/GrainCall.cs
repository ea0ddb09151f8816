using System.Collections.Immutable;
using System.Diagnostics;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Vespid.Embedded.Proxies;

namespace Vespid.Embedded.Engine;

/// <summary>
/// A call: arguments, caller's task, place in the mailbox and list of waiting callers in one object. For each method of each grain interface
/// a derived class is generated that has the arguments as fields and knows how to invoke the method.
/// </summary>
internal abstract partial class GrainCall : Request, IInvokable
{
    // A call is passed on when its activation ends first; one that is passed on this often meets a grain that cannot stay alive.
    private const int MostReroutes = 100;

    private ImmutableDictionary<string, object>? _context;
    private Activity? _activity;
    private CallCancellation? _cancellation;
    private Activation? _executing;
    private int _reroutes;
    private int _answered;

    public GrainReference Reference { get; private set; } = null!;

    public GrainMethod Method { get; private set; } = null!;

    /// <summary>The calling activation, if a grain calls.</summary>
    public Activation? Source { get; private set; }

    public Activation? Executing => Volatile.Read(ref _executing);

    /// <summary>In milliseconds of the <see cref="CoarseClock"/>.</summary>
    public long Deadline { get; set; }

    public int Stripe { get; set; }

    public GrainCall? NextInFlight { get; set; }

    public GrainCall? PreviousInFlight { get; set; }

    public sealed override bool MayAlwaysInterleave => Method.MayAlwaysInterleave;

    public sealed override bool IsReadOnly => Method.IsReadOnly;

    public sealed override bool IsObsolete => Volatile.Read(ref _answered) != 0;

    public sealed override bool CountsAsUse => true;

    public TimeSpan ResponseTimeout(Silo silo) => Method.ResponseTimeout ?? silo.Options.ResponseTimeout;

    public void Address(GrainReference reference, GrainMethod method)
    {
        Reference = reference;
        Method = method;
        Source = CurrentActivation.OrNull();
        _context = RequestContext.Current;
        _activity = Activity.Current;
    }

    /// <summary>Hands the caller's token on: the callee gets one that is also cancelled when the caller's time is up.</summary>
    /// <returns>Whether the call still makes sense.</returns>
    public bool TryHandOnToken()
    {
        var callers = GetCancellationToken();
        if (callers.IsCancellationRequested)
        {
            CallerCancelled(callers);
            return false;
        }

        _cancellation = new CallCancellation(this, callers);
        SetToken(_cancellation.Token);
        return true;
    }

    public sealed override void Start(Activation activation)
    {
        Volatile.Write(ref _executing, activation);
        if (_cancellation is not null && IsObsolete)
        {
            _cancellation.Cancel();
        }

        var outside = EnterContext();
        var result = InvokeSafely(activation);
        LeaveContext(outside);
        if (result.IsCompleted)
        {
            Finish(activation, result);
        }
        else
        {
            AwaitResult(activation, result);
        }
    }

    public sealed override void RunInContext(Action action)
    {
        var outside = EnterContext();
        action();
        LeaveContext(outside);
    }

    public sealed override void Reroute(Silo silo)
    {
        Volatile.Write(ref _executing, null);
        if (++_reroutes > MostReroutes)
        {
            Refuse(new OrleansMessageRejectionException($"{this} was passed on {MostReroutes} times because activations of the grain kept ending."));
        }
        else
        {
            silo.Deliver(this);
        }
    }

    public override string ToString() => $"{Reference.InterfaceName}.{Method.Name} to grain {Reference.GrainId}";

    /// <summary>Generated: invokes the method with the arguments.</summary>
    public abstract Task Invoke(object grain);

    /// <summary>What a completed task of the method, other than a faulted one, has to say.</summary>
    public abstract object? ResultOf(Task completed);

    /// <summary>A completed task as the method would have returned it.</summary>
    public abstract Task WithResult(object? result);

    /// <summary>Generated for methods that take a token.</summary>
    protected virtual void SetToken(CancellationToken token)
    {
    }

    // The first turn must see what travels with the call; later turns of the method carry it by themselves, and other requests must not see it.
    private ExecutionContext? EnterContext()
    {
        var outside = ExecutionContext.Capture();
        if (_context is not null)
        {
            RequestContext.Current = _context;
        }

        if (_activity is not null)
        {
            Activity.Current = _activity;
        }

        return outside;
    }

    private static void LeaveContext(ExecutionContext? outside)
    {
        if (outside is not null && !ReferenceEquals(ExecutionContext.Capture(), outside))
        {
            ExecutionContext.Restore(outside);
        }
    }

    // Captures the activation's scheduler, so that the end of a call is a turn like any other. Apart from Start, where the closure would cost every call.
    private void AwaitResult(Activation activation, Task result) =>
        result.GetAwaiter().UnsafeOnCompleted(() => Finish(activation, result));

    private Task InvokeSafely(Activation activation)
    {
        try
        {
            var result = activation.IsFiltered ? IncomingCall.Run(this, activation) : Invoke(activation.Instance);
            return result ?? Task.FromException(new InvalidOperationException($"{this} returned no task."));
        }
        catch (Exception fault)
        {
            return Task.FromException(fault);
        }
    }

    private void Finish(Activation activation, Task result)
    {
        activation.Finished(this, result.IsFaulted ? result.Exception.InnerException : null);
        Dispose();
        if (Method.IsOneWay)
        {
            if (result.IsFaulted)
            {
                Reference.Silo.Log.OneWayCallFailed(Method.Name, Reference.GrainId, result.Exception.InnerException!);
            }

            return;
        }

        if (!TryClaimAnswer())
        {
            return;
        }

        if (result.IsCompletedSuccessfully && (activation.IsFiltered || Reference.Silo.Contracts is not null))
        {
            result = Inspected(activation, result);
        }

        Answer(result);
    }

    private Task Inspected(Activation activation, Task result)
    {
        try
        {
            // Filters see results as objects, and may have put in what is not of the method's type.
            var value = activation.IsFiltered ? ((Task<object?>)result).Result : ResultOf(result);
            return WithResult(Reference.Silo.Contracts is { } contracts ? contracts.Copy(value) : value);
        }
        catch (Exception fault) when (fault is InvalidCastException or NotSupportedException)
        {
            return Task.FromException(fault);
        }
    }
}
