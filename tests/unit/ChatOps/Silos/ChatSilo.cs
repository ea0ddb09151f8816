using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Vespid.Channels;
using Vespid.Embedded;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains;
using Vespid.Grains.Audit;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps.Silos;

/// <summary>One silo of several: the rooms as they are composed, with grains of its own and a memory of its own.</summary>
internal sealed class ChatSilo : IAsyncDisposable
{
    private static readonly ChatOpsSettings Settings = new()
    {
        Enabled = true,
        Instances = [new ChatInstanceSettings("telegram", "telegram", "1:t", "TELEGRAM_BOT_TOKEN"), new ChatInstanceSettings("discord", "discord", "d", "DISCORD_BOT_TOKEN")],
    };

    private readonly IServiceCollection _composed;
    private readonly ServiceProvider _services;

    private ChatSilo(SharedRooms rooms, string dataFolder)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IIdSource, SteppingIds>().AddSingleton<AuditTrail>().AddSingleton<ControlCommits>();
        services.AddVespidStorage(options => options.DataFolder = dataFolder).RemoveAll<IReminderTable>();
        services.RemoveAll<IHostedService>();
        services.AddEmbeddedOrleans(options => options.GrainAssemblies.Add(typeof(GrainsHosting).Assembly));
        services.AddVespidChatOps(Settings, _ => { });
        services.AddSingleton<ICommitLog>(rooms).AddSingleton(rooms.Store).AddSingleton<IWriterLease>(Lease);
        services.AddSingleton(ClientOf("telegram", Telegram)).AddSingleton(ClientOf("discord", null));
        _composed = services;
        _services = services.BuildServiceProvider();
    }

    public FakeLease Lease { get; } = new();

    /// <summary>What Telegram was asked.</summary>
    public Fake<IRoomClient> Telegram { get; } = (Fake<IRoomClient>)(object)Fake<IRoomClient>.Create().Object;

    public static async Task<ChatSilo> StartAsync(SharedRooms rooms, string dataFolder = ".data")
    {
        var silo = new ChatSilo(rooms, dataFolder);
        await silo._services.GetRequiredService<EmbeddedSilo>().StartAsync(CancellationToken.None);
        await silo.Get<ChatBindings>().ReloadAsync();
        return silo;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public IRoomGrain Room(string id) => Get<IGrainFactory>().GetGrain<IRoomGrain>(id);

    /// <summary>Binds a chat, as the console does.</summary>
    /// <returns>Id of the binding.</returns>
    public async Task<string> BindAsync(string room, string channel, string chat)
    {
        var address = Get<IGrainFactory>().GetGrain<IChatAddressGrain>(AddressKeys.Of(channel, channel, chat, null));
        return (await address.Claim(new ClaimAddress(room, channel, channel, chat, null, BindingOptions.Default, "console"), new Actor("user", "ann", null))).BindingId!;
    }

    /// <summary>What each silo does now and then by itself, and nobody else asks for, does it once.</summary>
    public async Task TickOwnServicesAsync()
    {
        foreach (var type in _composed.Where(service => service.ServiceType == typeof(IHostedService)).Select(service => service.ImplementationType).OfType<Type>())
        {
            if (type.IsSubclassOf(typeof(WriterService)))
                await ((WriterService)ActivatorUtilities.CreateInstance(_services, type)).TurnAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<EmbeddedSilo>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static IRoomClient ClientOf(string channel, Fake<IRoomClient>? fake)
    {
        fake ??= Fake<IRoomClient>.Create().Control;
        fake.On("get_Channel", _ => channel).On("get_MaxText", _ => 2000).On("get_MaxCaption", _ => 1000);
        return (IRoomClient)(object)fake;
    }
}
