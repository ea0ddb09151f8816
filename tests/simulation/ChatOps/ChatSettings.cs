using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>How a run of rooms is laid out; drawn from its seed.</summary>
internal sealed record ChatSettings
{
    public const int FullMinutes = 120;

    private const int FullMessages = 5000;

    public static readonly ImmutableArray<ChatPlace> Places =
    [
        new("telegram", "-1001", "room:one"), new("discord", "3000000000000000001", "room:one"),
        new("telegram", "-1002", "room:two"), new("discord", "3000000000000000002", "room:two", "prefix"),
        new("telegram", "-1003", "room:three"), new("discord", "3000000000000000003", "room:three"), new("discord", "3000000000000000004", "room:three", "prefix"),
        new("telegram", "-1004", "room:four"), new("telegram", "-1005", "room:four"), new("discord", "3000000000000000005", "room:four"),
    ];

    public required TimeSpan Lasts { get; init; }

    public required int Messages { get; init; }

    public required int Crashes { get; init; }

    public required int Pauses { get; init; }

    public required int DatabaseStorms { get; init; }

    /// <summary>Times in which the platforms answer badly.</summary>
    public required int PlatformStorms { get; init; }

    /// <summary>Connections that are cut, or fall silent.</summary>
    public required int Disconnects { get; init; }

    /// <summary>Sessions that Discord forgets.</summary>
    public required int LostSessions { get; init; }

    /// <summary>What the host is configured with.</summary>
    public static ChatOpsSettings Rooms { get; } = new()
    {
        Enabled = true,
        Instances = [new("telegram", "telegram", SimulatedTelegram.Token, "TELEGRAM_BOT_TOKEN"), new("discord", "discord", SimulatedDiscord.Token, "DISCORD_BOT_TOKEN")],
        Rooms =
        [
            .. Places.GroupBy(static place => place.RoomId).Select(static room => new ChatRoomSettings(
                room.Key, room.Key,
                [.. room.Select(static place => new ChatBindingSettings(place.Channel, place.Channel, place.ExternalId, null, new BindingOptions { Identity = place.Identity }))])),
        ],
    };

    public static ChatSettings Draw(Dice dice, int minutes)
    {
        var hours = Math.Max(1, minutes / 60);
        return new()
        {
            Lasts = TimeSpan.FromMinutes(minutes),
            Messages = FullMessages * minutes / FullMinutes,
            Crashes = hours * (8 + dice.Below(12)),
            Pauses = hours * dice.Below(3),
            DatabaseStorms = hours * (1 + dice.Below(3)),
            PlatformStorms = hours * (2 + dice.Below(4)),
            Disconnects = hours * (6 + dice.Below(10)),
            LostSessions = hours * (1 + dice.Below(3)),
        };
    }
}
