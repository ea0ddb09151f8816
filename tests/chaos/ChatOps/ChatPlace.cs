using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>A chat of a platform that is bound to a room.</summary>
internal sealed record ChatPlace(string Channel, string ExternalId, string RoomId, string Identity = "webhook")
{
    public static readonly ImmutableArray<ChatPlace> All =
    [
        new("telegram", "-1001", "room:one"), new("discord", "30000000000000001", "room:one"),
        new("telegram", "-1002", "room:two"), new("discord", "30000000000000002", "room:two", "prefix"),
        new("telegram", "-1003", "room:three"), new("telegram", "-1004", "room:three"), new("discord", "30000000000000003", "room:three"),
    ];

    public bool IsTelegram => Channel == "telegram";

    /// <summary>The configuration of the rooms.</summary>
    public static JsonObject Document() => new()
    {
        ["bindings"] = new JsonArray([.. All.GroupBy(static place => place.RoomId).Select(static room => new JsonObject
        {
            ["room_id"] = room.Key,
            ["room_name"] = room.Key,
            ["bindings"] = new JsonArray([.. room.Select(static place => new JsonObject
            {
                ["channel"] = place.Channel, ["external_id"] = place.ExternalId, ["identity"] = place.Identity,
            })]),
        })]),
    };

    public override string ToString() => $"{Channel} {ExternalId}";
}
