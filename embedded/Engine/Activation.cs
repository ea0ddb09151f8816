using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>
/// One activation of a grain: which requests run, which wait, and its life from the first request to its end. Everything here happens in its own turns
/// unless it says otherwise. What few activations need is made when it is needed.
/// </summary>
internal sealed partial class Activation : CallTarget, IGrainContext
{
    private readonly long _number;
    private readonly StatelessWorkers? _pool;
    private object? _instance;
    private WaitingRequests _waiting;
    private int _running;
    private int _writers;
    private int _readers;
    private volatile ActivationState _state;
    private long _lastUsed;
    private long _keepUntil;
    private GrainLifecycle? _lifecycle;
    private AsyncServiceScope? _scope;
    private List<IDisposable>? _timers;
    private GrainReference? _reference;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId, long number, StatelessWorkers? pool)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = grainId;
        _number = number;
        _pool = pool;
        _lastUsed = silo.Clock.Now;
        Turns = new TurnQueue(this, silo.Dispatcher);
    }

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public TurnQueue Turns { get; }

    public ActivationId ActivationId => Silo.IdOf(_number);

    public long Number => _number;

    public object? GrainInstance => _instance;

    public object Instance => _instance!;

    public GrainReference GrainReference => _reference ??= Silo.Factory.Untyped(GrainId);

    public IGrainLifecycle ObservableLifecycle => _lifecycle ??= new GrainLifecycle();

    public IWorkItemScheduler Scheduler => Turns;

    public IServiceProvider ActivationServices => (_scope ??= Silo.Services.CreateAsyncScope()).ServiceProvider;

    public bool IsFiltered => Silo.Filters.Length > 0 || Class.FiltersItself;

    public IReadOnlyList<IIncomingGrainCallFilter> Filters =>
        Class.FiltersItself ? [.. Silo.Filters, (IIncomingGrainCallFilter)Instance] : Silo.Filters;

    /// <summary>From any thread.</summary>
    public override bool IsGone => _state == ActivationState.Gone;

    /// <summary>From any thread.</summary>
    public override void Receive(Request request) => Turns.Enqueue(request);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

    public void Admit(Request request)
    {
        if (_state == ActivationState.Gone)
        {
            request.Reroute(Silo);
        }
        else if (_state == ActivationState.Active && MayStart(request))
        {
            Start(request);
        }
        else
        {
            _waiting.Add(request);
            if (_state == ActivationState.Created)
            {
                _state = ActivationState.Activating;
                request.RunInContext(() => _ = Activate());
            }
        }
    }

    /// <summary>Starts one of the requests that wait, if one may start.</summary>
    public bool StartWaiting()
    {
        if (_waiting.IsEmpty || _state != ActivationState.Active || _waiting.TakeFirst(this) is not { } request)
        {
            return false;
        }

        Start(request);
        return true;
    }

    public bool MayStart(Request request) =>
        _running == 0
        || request.MayAlwaysInterleave
        || Class.IsReentrant
        || (_writers == 0 && (_readers == 0 || request.IsReadOnly));

    /// <param name="request">The request that is done.</param>
    /// <param name="fault">How it failed, if it did.</param>
    public void Finished(Request request, Exception? fault)
    {
        Count(request, -1);
        if (request.CountsAsUse)
        {
            Volatile.Write(ref _lastUsed, Silo.Clock.Now);
        }

        LeavePool(request);
        if (fault is Orleans.Storage.InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict, "The stored state was changed by somebody else."));
        }

        if (_state == ActivationState.Draining && _running == 0)
        {
            _ = End();
        }
    }

    private void Start(Request request)
    {
        if (request.IsObsolete)
        {
            LeavePool(request);
            return;
        }

        Count(request, 1);
        request.Start(this);
    }

    private void LeavePool(Request request)
    {
        if (_pool is not null && request is GrainCall)
        {
            _pool.Finished(this);
        }
    }

    private void Count(Request request, int change)
    {
        _running += change;
        if (request.MayAlwaysInterleave)
        {
            // Blocks nobody.
            return;
        }

        if (request.IsReadOnly)
        {
            _readers += change;
        }
        else
        {
            _writers += change;
        }
    }
}
