using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Channels;

/// <summary>Puts the channels into a host.</summary>
public static class ChannelHosting
{
    /// <summary>
    /// Adds <see cref="ChannelAdapters"/>, <see cref="ChannelSenders"/>, <see cref="ITelegramClient"/>, <see cref="TelegramUpdateReader"/>,
    /// <see cref="TenantUrls"/> and <see cref="VisitorToken"/>. The host supplies an <see cref="IIdSource"/>
    /// and an <see cref="IChance"/>.
    /// </summary>
    public static IServiceCollection AddVespidChannels(this IServiceCollection services, Action<ChannelOptions> configure)
    {
        services.AddOptions<ChannelOptions>().Configure(configure).Validate(ChannelOptionsRules.TimeoutInRange, ChannelOptionsRules.TimeoutBound)
            .Validate(ChannelOptionsRules.KeyLongEnough, ChannelOptionsRules.KeyBound).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BoundedPost>();
        AddInbound(services);
        AddOutbound(services);
        services.TryAddSingleton<TenantHttp>();
        services.AddSlack().AddDiscord().AddMattermost().AddLine().AddTwitch();
        services.AddMatrix().AddSignal().AddBlueBubbles().AddIMessage().AddIrc().AddNextcloudTalk().AddNostr().AddTlon();
        services.AddIssuers().AddWhatsApp().AddGoogleChat().AddFeishu().AddMsTeams().AddZalo().AddZaloUser();
        return services;
    }

    private static void AddInbound(IServiceCollection services)
    {
        services.TryAddSingleton<VisitorToken>();
        services.TryAddSingleton<Envelopes>();
        services.TryAddSingleton(provider => new TelegramUpdateReader(provider.GetRequiredService<Envelopes>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, TelegramAdapter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelAdapter, WebchatAdapter>());
        services.TryAddSingleton(provider => new ChannelAdapters(
            provider.GetServices<IChannelAdapter>(),
            descriptor => new GenericAdapter(descriptor, provider.GetRequiredService<Envelopes>())));
    }

    private static void AddOutbound(IServiceCollection services)
    {
        services.TryAddSingleton<TenantUrls>();
        services.TryAddSingleton<GuardedConnect>();
        services.TryAddSingleton<VendorApi>();
        services.TryAddSingleton<VendorSockets>();
        services.TryAddSingleton(provider => new SignedPost(
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TenantUrls>(),
            provider.GetRequiredService<BoundedPost>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new OperatorPost(provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<BoundedPost>()));
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<ITelegramClient, TelegramClient>();
        services.TryAddSingleton<RoomCalls>();
        services.TryAddSingleton<DiscordBuckets>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoomClient, TelegramRooms>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoomClient, DiscordRooms>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, TelegramSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelReceiver, TelegramReceiver>());
        services.TryAddSingleton(provider => new ChannelSenders(
            provider.GetRequiredService<WebhookSender>(), provider.GetServices<IChannelSender>()));

        // The factory's own logs and activities name whole URLs, and Telegram's hold the token.
        services.AddHttpClient(TelegramClient.ClientName, Untimed).RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) => Quiet(handler)).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        AddHookClient(services, OperatorPost.ClientName);
        AddHookClient(services, WebhookSender.ClientName, static (handler, provider) =>
        {
            // A proxy would resolve the name itself, behind the guard's back.
            handler.UseProxy = false;
            handler.ConnectCallback = provider.GetRequiredService<GuardedConnect>().ConnectAsync;
        });
    }

    /// <summary>A client for servers that anybody may run.</summary>
    private static void AddHookClient(IServiceCollection services, string name, Action<SocketsHttpHandler, IServiceProvider>? configure = null) =>
        services.AddHttpClient(name, Untimed).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(provider => new OldServers(() =>
        {
            var handler = new SocketsHttpHandler();
            Quiet(handler);
            // Below the five seconds after which common servers close an idle connection: a request that meets the end of one has no known outcome.
            handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4);
            configure?.Invoke(handler, provider);
            return handler;
        }));

    private static void Quiet(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ActivityHeadersPropagator = null;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.MaxResponseDrainSize = 64 * 1024;
        handler.MaxResponseHeadersLength = 32;
    }

    // Each call has a time-out of its own, on the injected clock.
    private static void Untimed(HttpClient client) => client.Timeout = Timeout.InfiniteTimeSpan;
}
