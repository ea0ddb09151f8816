using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Vespid.Embedded.Reminders;
using Vespid.Embedded.Serialization;

namespace Vespid.Embedded.Engine;

/// <summary>The engine: its parts, the way of a call, and start and stop.</summary>
internal sealed partial class Silo : EmbeddedSilo, IDisposable
{
    private readonly Lazy<GrainClasses> _classes;
    private readonly Lazy<IIncomingGrainCallFilter[]> _filters;
    private readonly Lazy<ReminderService?> _reminders;
    private ITimer? _sweep;
    private ITimer? _collection;
    private volatile SiloPhase _phase;

    public Silo(IServiceProvider services, IOptions<EmbeddedOptions> options, TimeProvider time, ITurnDispatcher dispatcher, ILogger<EmbeddedSilo> logger)
    {
        Services = services;
        Options = options.Value;
        Time = time;
        Dispatcher = dispatcher;
        Log = new EngineLog(logger);
        Clock = new CoarseClock(time);
        Catalog = new Catalog(this);
        Factory = new GrainFactory(this);
        Runtime = new GrainRuntime(this);
        Contracts = Options.StrictSerialization ? new ContractCopier() : null;
        // Facets and filters may themselves ask for the grain factory, so they are made after the engine.
        _classes = new Lazy<GrainClasses>(() => new GrainClasses(Options, services));
        _filters = new Lazy<IIncomingGrainCallFilter[]>(() => [.. services.GetServices<IIncomingGrainCallFilter>()]);
        _reminders = new Lazy<ReminderService?>(() => services.GetService<IReminderTable>() is { } table ? new ReminderService(this, table) : null);
        Metrics = new EngineMetrics(this);
    }

    public IServiceProvider Services { get; }

    public EmbeddedOptions Options { get; }

    public TimeProvider Time { get; }

    public ITurnDispatcher Dispatcher { get; }

    public EngineLog Log { get; }

    public EngineMetrics Metrics { get; }

    public CoarseClock Clock { get; }

    public Catalog Catalog { get; }

    public InFlightCalls InFlight { get; } = new();

    public GrainFactory Factory { get; }

    public GrainRuntime Runtime { get; }

    public GrainClasses Classes => _classes.Value;

    public IIncomingGrainCallFilter[] Filters => _filters.Value;

    /// <summary>Only when there is a reminder table.</summary>
    public ReminderService? Reminders => _reminders.Value;

    /// <summary>Only in strict mode.</summary>
    public ContractCopier? Contracts { get; }

    /// <summary>Numbers tell activations apart within one process, and that is all the id is for.</summary>
    public static ActivationId IdOf(long number) => new(new Guid((int)(number >> 32), 0, 0, BitConverter.GetBytes(number)));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_phase != SiloPhase.Created)
        {
            throw new InvalidOperationException("The silo has been started before.");
        }

        Log.Started(Classes.All.Count());
        _sweep = Time.CreateDetachedTimer(static silo => ((Silo)silo!).Sweep(), this);
        _sweep.Change(Options.ResponseTimeoutPrecision, Options.ResponseTimeoutPrecision);
        _collection = Time.CreateDetachedTimer(static silo => ((Silo)silo!).Collect(), this);
        _collection.Change(Options.CollectionQuantum, Options.CollectionQuantum);
        _phase = SiloPhase.Running;
        if (Reminders is { } reminders)
        {
            await reminders.Start(cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_phase is not SiloPhase.Running)
        {
            return;
        }

        _phase = SiloPhase.Draining;
        Log.Stopping(Catalog.Snapshot().Length);
        using var deadline = new CancellationTokenSource(Options.StopTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (Reminders is { } reminders)
            {
                await reminders.Stop(either.Token);
            }

            // Grains that clean up may call others that had ended already.
            for (var left = Catalog.Snapshot(); left.Length > 0; left = Catalog.Snapshot())
            {
                await Task.WhenAll(left.Select(activation => Stop(activation, either.Token)));
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Log.StopDeadline(Catalog.Snapshot().Length, (int)InFlight.Count);
        }

        Close();
        Log.Stopped();
    }

    public override EmbeddedStatistics GetStatistics() => new(
        Classes.All.Where(static one => one.Activations > 0).ToDictionary(static one => one.GrainType.ToString()!, static one => one.Activations),
        InFlight.Sent,
        InFlight.Count);

    public void Dispose()
    {
        if (_reminders.IsValueCreated)
        {
            Reminders?.Dispose();
        }

        Close();
        Metrics.Dispose();
    }

    private static Task Stop(Activation activation, CancellationToken cancellationToken)
    {
        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is stopping."), cancellationToken);
        return activation.Deactivated.WaitAsync(cancellationToken);
    }

    private void Sweep()
    {
        Clock.Update();
        foreach (var call in InFlight.Overdue(Clock.Now))
        {
            call.TimeOut();
        }
    }

    private void Collect()
    {
        Clock.Update();
        Catalog.CollectIdle(Clock.Now);
    }

    private void Close()
    {
        _phase = SiloPhase.Stopped;
        _sweep?.Dispose();
        _collection?.Dispose();
        foreach (var call in InFlight.Overdue(long.MaxValue))
        {
            call.Refuse(new SiloUnavailableException("The silo has stopped."));
        }
    }
}
