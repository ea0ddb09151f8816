using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Delivery;

namespace Vespid.Grains;

/// <summary>Puts the rooms into a host that has <see cref="GrainsHosting.AddVespidGrains"/>.</summary>
public static class ChatOpsHosting
{
    /// <param name="services">Services.</param>
    /// <param name="settings">Off adds nothing that runs: lists are empty, and operators are told that it is off.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddVespidChatOps(this IServiceCollection services, ChatOpsSettings settings, Action<ChatOpsOptions> configure)
    {
        services.AddSingleton(settings);
        services.AddOptions<ChatOpsOptions>().Configure(configure)
            .Validate(options => options.MessageAge > TimeSpan.Zero && options.ActionAge > TimeSpan.Zero, "CONTENTOPS_MESSAGE_DAYS and CONTENTOPS_ACTION_DAYS must be 1 or more.")
            .ValidateOnStart();
        services.AddSingleton<ChatOpsMetrics>();
        services.AddSingleton<ChatInstances>();
        services.AddSingleton<ChatBindings>();
        services.AddSingleton<ChatProbes>();
        services.AddSingleton<RelayPlans>();
        services.AddSingleton<RoomSpeech>();
        services.AddSingleton<ChatWebhooks>();
        services.AddSingleton<ChatMedia>();
        services.AddSingleton<RelayFiles>();
        services.AddSingleton<RelayCopies>();
        services.AddSingleton<RoomCommands>();
        services.AddSingleton<UnboundChats>();
        services.AddSingleton<ChatEventRouter>();
        services.AddSingleton<CommandBudgets>();
        services.AddSingleton<RunEnds>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<CommandPipeline>();
        services.AddSingleton<ICommandBehavior, AuthoriseBehavior>();
        services.AddSingleton<ICommandBehavior, AuditBehavior>();
        services.AddSingleton<ICommandHandler, AboutHandler>();
        services.AddSingleton<ICommandHandler, StatusHandler>();
        services.AddSingleton<ICommandHandler, CoverageHandler>();
        services.AddSingleton<ICommandHandler, RunsHandler>();
        services.AddSingleton<ICommandHandler, ApprovalsHandler>();
        services.AddSingleton<ICommandHandler, BindingsHandler>();
        services.AddSingleton<ICommandHandler, LinksHandler>();
        services.AddSingleton<ICommandHandler, GitHubHandler>();
        // What was queued while it was on is still known when it is off: it waits, or is told why not.
        services.AddSingleton<IOutboxSender, RelayOutboxSender>();
        services.AddSingleton<IOutboxSender, CommandOutboxSender>();
        services.AddSingleton<IOutboxSender, RunOutboxSender>();
        if (!settings.Enabled)
            return services;
        services.AddHostedService(provider => provider.GetRequiredService<ChatBindings>());
        services.AddHostedService(provider => provider.GetRequiredService<ChatInstances>());
        services.AddHostedService<ChatSweeper>();
        services.AddHostedService<ChatMediaSweeper>();
        services.AddHostedService<ChatConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<ChatProbes>());
        return services;
    }
}
