using Microsoft.Extensions.DependencyInjection;
using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Tests.Channels;

/// <summary>The channels as a host gets them.</summary>
internal sealed class ChannelsHost(Action<ChannelOptions>? configure = null, TimeProvider? time = null) : IDisposable
{
    public static readonly byte[] VisitorKey = "0123456789abcdef0123456789abcdef"u8.ToArray();

    private readonly ServiceProvider _services = Build(configure, time ?? TimeProvider.System);

    public ChannelSenders Senders => _services.GetRequiredService<ChannelSenders>();

    public ITelegramClient Telegram => _services.GetRequiredService<ITelegramClient>();

    public VisitorToken Visitors => _services.GetRequiredService<VisitorToken>();

    public TelegramUpdateReader Updates => _services.GetRequiredService<TelegramUpdateReader>();

    public TenantUrls Urls => _services.GetRequiredService<TenantUrls>();

    public IChannelAdapter Adapter(string channelId)
    {
        Assert.True(_services.GetRequiredService<ChannelAdapters>().TryGet(channelId, out var adapter), channelId);
        return adapter;
    }

    public IChannelReceiver Receiver(string channelId) =>
        Assert.Single(_services.GetServices<IChannelReceiver>(), receiver => receiver.ChannelId == channelId);

    public ISidecarProbe Probe(string channelId) => Assert.Single(_services.GetServices<ISidecarProbe>(), probe => probe.ChannelId == channelId);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();

    private static ServiceProvider Build(Action<ChannelOptions>? configure, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton<IIdSource, SequentialIds>();
        services.AddSingleton<IChance, CountingChance>();
        services.AddVespidChannels(options =>
        {
            options.VisitorTokenKey = VisitorKey;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }
}
