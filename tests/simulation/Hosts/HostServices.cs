using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.Embedded;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains;
using Vespid.Grains.Channels;
using Vespid.Storage;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Messages;
using Vespid.Storage.Queries;
using Vespid.Storage.Secrets;
using Vespid.Storage.Snapshots;
using Vespid.Storage.State;
using Vespid.Storage.Work;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>The container of a process: the product's own registrations, and below them the simulation's storage, clock and network.</summary>
internal static class HostServices
{
    public static ServiceProvider Build(Surroundings surroundings, SimulatedHost host)
    {
        var services = new ServiceCollection();
        services.AddOptions();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(host.Process.Clock);
        services.AddSingleton<ITurnDispatcher>(host.Process);
        services.AddSingleton(surroundings.Chance);
        services.AddSingleton<IRuntimeFlags>(surroundings.Flags);
        AddStorage(services, surroundings, host);
        AddChannels(services, surroundings, host);
        services.AddVespidGrains(surroundings.Configure);
        surroundings.Compose(services);
        services.AddEmbeddedOrleans(static options =>
        {
            options.GrainAssemblies.Add(typeof(GrainsHosting).Assembly);
            options.ResponseTimeoutPrecision = TimeSpan.FromSeconds(1);
            options.LocalWorkers = 2;
        });
        return services.BuildServiceProvider();
    }

    private static void AddStorage(IServiceCollection services, Surroundings surroundings, SimulatedHost host)
    {
        var (process, store, weather) = (host.Process, surroundings.Store, surroundings.Weather);
        var lease = surroundings.Defect.Lease(host.Lease);
        var reads = new MemoryReads(process, surroundings.Wire, store, weather);
        var queries = new MemoryQueries(store, reads);
        var edges = new MemoryEdges(store, reads);
        var signals = new CommitSignals();
        var log = new MemoryCommitLog(process, surroundings.Schedule, surroundings.Time, surroundings.Dice, store, host.Lease, weather, signals);
        services.AddSingleton(Options.Create(new StorageOptions()));
        services.AddSingleton<IWriterLease>(lease);
        services.AddSingleton(signals);
        services.AddSingleton(surroundings.Defect.Log(log, host, surroundings));
        services.AddSingleton<IStateReader>(reads);
        services.AddSingleton<ILaneStore>(reads);
        services.AddSingleton<IStoredMessages>(reads);
        services.AddSingleton<IAttributeToFactoryMapper<CommitStateAttribute>, CommitStateMapper>();
        services.AddSingleton<IAccountDirectory>(new ContextKeepingDirectory(new AccountDirectory(new AccountCache(process.Clock), reads), reads));
        services.AddSingleton<IWorkQueue>(provider => new MemoryWorkQueue(
            process, surroundings.Wire, store, host.Lease, provider.GetRequiredService<ICommitLog>(), weather, reads, provider.GetRequiredService<IIdSource>(),
            surroundings.Watch));
        services.AddSingleton<ISecretProtector, NoSecrets>();
        services.AddSingleton<IAccountQueries>(queries);
        services.AddSingleton<IPairingQueries>(queries);
        services.AddSingleton<IOutboxQueries>(queries);
        services.AddSingleton<IRuntimeQueries>(queries);
        services.AddSingleton<IWorkflowQueries>(queries);
        services.AddSingleton<IEdgeStore>(edges);
        services.AddSingleton<IAlertStore>(edges);
        services.AddSingleton<IChatStore>(new MemoryChats(store, reads));
    }

    private static void AddChannels(IServiceCollection services, Surroundings surroundings, SimulatedHost host)
    {
        services.AddSingleton(Options.Create(new ChannelOptions()));
        services.AddSingleton<IHttpClientFactory>(new HttpClients(surroundings.Network(host)));
        services.AddSingleton<BoundedPost>();
        services.AddSingleton<TenantUrls>();
        services.AddSingleton<Envelopes>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<ITelegramClient, TelegramClient>();
        services.AddSingleton(static provider => new SignedPost(
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TenantUrls>(),
            provider.GetRequiredService<BoundedPost>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new OperatorPost(provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<BoundedPost>()));
        services.AddSingleton(static provider => new ChannelAdapters(
            [new TelegramAdapter(new TelegramUpdateReader(provider.GetRequiredService<Envelopes>()))],
            descriptor => new GenericAdapter(descriptor, provider.GetRequiredService<Envelopes>())));
        services.AddSingleton(static provider => new ChannelSenders(
            provider.GetRequiredService<WebhookSender>(), [ActivatorUtilities.CreateInstance<TelegramSender>(provider)]));
    }
}
