using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>The bots of the rooms. A bot is connected on one silo only; on the others it is who its connection says, read again each second.</summary>
internal sealed class ChatInstances : WriterService
{
    private readonly IChatStore _store;
    private readonly FrozenDictionary<string, ChatInstance> _byId;

    public ChatInstances(
        ChatOpsSettings settings, IEnumerable<IRoomClient> clients, IOptions<ChannelOptions> channels, IChatStore store, IWriterLease lease, TimeProvider clock,
        ILogger<ChatInstances> logger)
        : base(lease, clock, logger, TimeSpan.FromSeconds(1))
    {
        _store = store;
        var byChannel = clients.ToDictionary(client => client.Channel, StringComparer.Ordinal);
        _byId = settings.Instances
            .Where(instance => byChannel.ContainsKey(instance.Channel))
            .ToFrozenDictionary(instance => instance.Id, instance => new ChatInstance(instance, byChannel[instance.Channel], channels.Value.DiscordApiBaseUrl), StringComparer.Ordinal);
    }

    public IEnumerable<ChatInstance> All => _byId.Values;

    public ChatInstance? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The same, and who it is, if anybody has learned that.</summary>
    public async ValueTask<ChatInstance?> FindKnownAsync(string id, CancellationToken cancellationToken = default)
    {
        if (Find(id) is { BotId: null })
            await LearnAsync(cancellationToken);
        return Find(id);
    }

    protected override Task TickAsync(CancellationToken cancellationToken) =>
        _byId.Values.All(static instance => instance.IsSure) ? Task.CompletedTask : LearnAsync(cancellationToken);

    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        foreach (var bot in await _store.BotsAsync(cancellationToken))
            Find(bot.InstanceId)?.Learn(new RoomBot(bot.Id, bot.Name));
    }
}
