using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Grains.Work;

namespace Vespid.Grains;

/// <summary>Puts what the grains need into a host. The engine, the storage, the channels and <see cref="IRuntimeFlags"/> come from elsewhere.</summary>
public static class GrainsHosting
{
    public static IServiceCollection AddVespidGrains(this IServiceCollection services, Action<ChannelRuntimeOptions> configure)
    {
        services.AddOptions<ChannelRuntimeOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChannelRuntimeOptions>, ChannelRuntimeOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IChance, SystemChance>();
        services.TryAddSingleton<IIdSource, OrderedIds>();

        services.AddSingleton<ControlCommits>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ChannelAccounts>();
        services.AddSingleton<ChannelMetrics>();
        services.AddSingleton<ConversationGate>();
        services.AddSingleton<RefusalBudget>();
        services.AddSingleton<IngressEvents>();
        services.AddSingleton<AccountNotes>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<AgentMetrics>();
        services.AddSingleton<ConnectionMetrics>();
        services.AddSingleton<OutboxSenders>();
        services.AddSingleton<IOutboxSender, ChannelOutboxSender>();
        services.AddSingleton<SendsElsewhere>();
        services.AddSingleton<TestSends>();
        services.AddSingleton<ConnectionClaims>();
        services.AddSingleton<ConnectionHost>();
        services.AddSingleton<WorkSignals>();
        services.AddSingleton<RunReplies>();
        services.AddSingleton<IAgent, EchoAgent>();
        services.AddSingleton<IAgent, PushAgent>();

        services.AddHostedService<CommitWakes>();
        services.AddHostedService<LaneWaker>();
        services.AddHostedService<AgentWaker>();
        services.AddHostedService<PairingSweeper>();
        services.AddHostedService<SecretRewrapper>();
        services.AddHostedService<ConnectionSupervisor>();
        services.AddHostedService<ConnectionAnnouncer>();
        services.AddHostedService<SidecarWatch>();
        return services;
    }
}
