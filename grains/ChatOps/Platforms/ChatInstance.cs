using System.Collections.Immutable;
using System.Text.Json;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>A bot of the rooms, with what is known of it now.</summary>
internal sealed class ChatInstance
{
    private static readonly Dictionary<string, string> ReceiveBy = new() { ["telegram"] = "polling", ["discord"] = "socket" };

    public ChatInstance(ChatInstanceSettings settings, IRoomClient client, Uri discordApi)
    {
        Settings = settings;
        Client = client;
        Account = new ChannelAccount(
            Guid.Empty, settings.Channel, settings.Id,
            JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["receive"] = ReceiveBy[settings.Channel], ["apiBaseUrl"] = discordApi.AbsoluteUri }),
            new Dictionary<string, ImmutableArray<string>> { ["botToken"] = [settings.Token] },
            webhookUrl: null);
    }

    public ChatInstanceSettings Settings { get; }

    public IRoomClient Client { get; }

    /// <summary>What receivers take for its account.</summary>
    public ChannelAccount Account { get; }

    public string Id => Settings.Id;

    public string Channel => Settings.Channel;

    public string Token => Settings.Token;

    /// <summary>The platform's id of the bot; null until it is known.</summary>
    public string? BotId { get; private set; }

    /// <summary>Without the at sign.</summary>
    public string? BotName { get; private set; }

    /// <summary>Names of what Discord only says by id.</summary>
    public DiscordNames Names { get; } = new();

    /// <summary>Status word of its connection.</summary>
    public string Status { get; set; } = "starting";

    /// <summary>Whether the platform itself has told this process who the bot is.</summary>
    public bool IsSure { get; private set; }

    /// <summary>Asks the platform who the bot is.</summary>
    public async Task<RoomAnswer<RoomBot>> AskSelfAsync(CancellationToken cancellationToken)
    {
        var answer = await Client.MeAsync(Token, cancellationToken);
        if (answer is RoomAnswer<RoomBot>.Ok { Value: var bot })
            (BotId, BotName, IsSure) = (bot.Id, bot.Username ?? BotName, true);
        return answer;
    }

    /// <summary>Takes what its connection has noted, on whatever silo that runs, until it is known better.</summary>
    public void Learn(RoomBot noted)
    {
        if (!IsSure)
            (BotId, BotName) = (noted.Id, noted.Username ?? BotName);
    }
}
