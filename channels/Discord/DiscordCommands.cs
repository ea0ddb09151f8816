using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>Opcodes, and the frames that a client sends. Source: docs.discord.com/developers/topics/opcodes-and-status-codes.</summary>
internal static class DiscordCommands
{
    public const int Dispatch = 0;
    public const int Beat = 1;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int BeatAcknowledged = 11;

    public static JsonObject Heartbeat(long? sequence) => new() { ["op"] = Beat, ["d"] = sequence };

    public static JsonObject Identify(string token, int intents) => new()
    {
        ["op"] = 2,
        ["d"] = new JsonObject
        {
            ["token"] = token,
            ["intents"] = intents,
            ["properties"] = new JsonObject { ["os"] = "linux", ["browser"] = "vespid", ["device"] = "vespid" },
        },
    };

    public static JsonObject Resume(string token, DiscordSession session) => new()
    {
        ["op"] = 6,
        ["d"] = new JsonObject { ["token"] = token, ["session_id"] = session.Id, ["seq"] = session.Sequence },
    };
}
