using System.Collections.Concurrent;
using Vespid.Channels;

namespace Vespid.Grains.ChatOps;

/// <summary>Names of users, roles and channels as the gateway has told them, and which thread belongs to which channel.</summary>
internal sealed class DiscordNames : IDiscordNames
{
    private const int MostUsers = 20_000;

    private readonly ConcurrentDictionary<string, string> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _roles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _parents = new(StringComparer.Ordinal);

    public string? User(string id) => _users.GetValueOrDefault(id);

    public string? Role(string id) => _roles.GetValueOrDefault(id);

    public string? Channel(string id) => _channels.GetValueOrDefault(id);

    /// <summary>The channel that a thread is in; null when it is no thread that is known.</summary>
    public string? ParentOf(string channelId) => _parents.GetValueOrDefault(channelId);

    public void LearnUser(string id, string name)
    {
        if (_users.Count < MostUsers || _users.ContainsKey(id))
            _users[id] = name;
    }

    /// <summary>Reads a dispatch that tells names; others say nothing.</summary>
    public void Learn(string dispatch, BodyReader data)
    {
        switch (dispatch)
        {
            case DiscordDispatch.GuildCreate:
                foreach (var role in data["roles"].Items)
                    Put(_roles, role);
                foreach (var channel in data["channels"].Items)
                    Put(_channels, channel);
                foreach (var thread in data["threads"].Items)
                    LearnThread(thread);
                break;
            case DiscordDispatch.ThreadCreate or DiscordDispatch.ThreadUpdate:
                LearnThread(data);
                break;
            case DiscordDispatch.RoleCreate or DiscordDispatch.RoleUpdate:
                Put(_roles, data["role"]);
                break;
        }
    }

    private static void Put(ConcurrentDictionary<string, string> names, BodyReader item)
    {
        if (item["id"].Text is { } id && item["name"].Text is { } name)
            names[id] = name;
    }

    private void LearnThread(BodyReader thread)
    {
        Put(_channels, thread);
        if (thread["id"].Text is { } id && thread["parent_id"].Text is { } parent)
            _parents[id] = parent;
    }
}
