using Microsoft.Extensions.DependencyInjection;
using Vespid.Embedded;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Runtime;
using Vespid.Grains.Work;
using Vespid.Storage.Commits;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>One process of the product: its engine, its grains and its services, on the machine of the simulation.</summary>
internal sealed class SimulatedHost : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Surroundings _surroundings;
    private readonly IAccountDirectory _directory;

    public SimulatedHost(Surroundings surroundings, int number)
    {
        _surroundings = surroundings;
        Process = new HostProcess(surroundings.Schedule, surroundings.Time, number);
        Lease = new MemoryLease(Process, surroundings.Store);
        _services = HostServices.Build(surroundings, this);
        Grains = _services.GetRequiredService<IGrainFactory>();
        _directory = _services.GetRequiredService<IAccountDirectory>();
        _services.GetRequiredService<EmbeddedSilo>().StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        ListenToCommits();
        surroundings.Keeps(this);
    }

    public HostProcess Process { get; }

    public MemoryLease Lease { get; }

    /// <summary>Of its last time as the writer.</summary>
    public long Epoch => Lease.LastEpoch;

    public IGrainFactory Grains { get; }

    public bool IsWriter => Epoch == _surroundings.Store.Epoch;

    /// <summary>An account or an organisation has changed; the notice may get lost.</summary>
    public void Notice(Guid entityId)
    {
        if (!_surroundings.Weather.LosesSignal())
            Process.Start("", () => _directory.Invalidate(entityId));
    }

    public ValueTask<IReadOnlyList<AccountSnapshot>> FetchedAccountsAsync() => _directory.RunningAsync([World.Fetched]);

    /// <summary>For a process that has ended: lets go of what the runtime keeps of it.</summary>
    public void Dispose() => _services.Dispose();

    /// <summary>A part of it.</summary>
    public TService Get<TService>()
        where TService : notnull => _services.GetRequiredService<TService>();

    /// <summary>Something that it does now and then.</summary>
    public void Every<TService>(TimeSpan interval)
        where TService : WriterService
    {
        var service = ActivatorUtilities.GetServiceOrCreateInstance<TService>(_services);
        var turn = Task.CompletedTask;
        Process.Clock.CreateTimer(
            _ =>
            {
                if (turn.IsCompleted)
                    Process.Start("", () => turn = service.TurnAsync(CancellationToken.None));
            },
            null,
            interval,
            interval);
    }

    private void ListenToCommits()
    {
        var signals = _services.GetRequiredService<CommitSignals>();
        var work = _services.GetRequiredService<WorkSignals>();
        signals.LaneQueued += lane => Signal(() => Grains.GetGrain<ILaneGrain>(lane).Wake());
        signals.RunQueued += organization => Signal(() =>
        {
            work.Raise(organization);
            return Grains.GetGrain<IAgentGrain>(organization).Wake();
        });
    }

    private void Signal(Func<Task> wake)
    {
        if (!_surroundings.Weather.LosesSignal())
            Process.Start("", () => wake());
    }
}
