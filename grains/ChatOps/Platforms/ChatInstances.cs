using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>The bots of the rooms.</summary>
internal sealed class ChatInstances
{
    private readonly FrozenDictionary<string, ChatInstance> _byId;

    public ChatInstances(ChatOpsSettings settings, IEnumerable<IRoomClient> clients, IOptions<ChannelOptions> channels)
    {
        var byChannel = clients.ToDictionary(client => client.Channel, StringComparer.Ordinal);
        _byId = settings.Instances
            .Where(instance => byChannel.ContainsKey(instance.Channel))
            .ToFrozenDictionary(instance => instance.Id, instance => new ChatInstance(instance, byChannel[instance.Channel], channels.Value.DiscordApiBaseUrl), StringComparer.Ordinal);
    }

    public IEnumerable<ChatInstance> All => _byId.Values;

    public ChatInstance? Find(string id) => _byId.GetValueOrDefault(id);
}
