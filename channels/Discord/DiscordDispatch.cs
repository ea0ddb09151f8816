namespace Vespid.Channels;

/// <summary>Names of dispatches that rooms read. Source: docs.discord.com/developers/events/gateway-events.</summary>
public static class DiscordDispatch
{
    public const string Ready = "READY";
    public const string MessageCreate = "MESSAGE_CREATE";
    public const string MessageUpdate = "MESSAGE_UPDATE";
    public const string MessageDelete = "MESSAGE_DELETE";
    public const string MessageDeleteBulk = "MESSAGE_DELETE_BULK";
    public const string GuildCreate = "GUILD_CREATE";
    public const string ThreadCreate = "THREAD_CREATE";
    public const string ThreadUpdate = "THREAD_UPDATE";
    public const string RoleCreate = "GUILD_ROLE_CREATE";
    public const string RoleUpdate = "GUILD_ROLE_UPDATE";
}
