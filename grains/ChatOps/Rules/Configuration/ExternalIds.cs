using System.Globalization;

namespace Vespid.Grains.ChatOps;

/// <summary>Ids of the platforms, kept as text: Discord's exceed what a JSON number holds, Telegram's groups are negative.</summary>
internal static class ExternalIds
{
    public static bool IsRoom(string channel, string id) => channel == "telegram" ? IsChat(id) : IsSnowflake(id);

    public static bool IsUser(string channel, string id) => channel == "telegram" ? IsChat(id) && id[0] != '-' : IsSnowflake(id);

    /// <summary>A topic is numbered in its chat; a thread is a channel of its own.</summary>
    public static bool IsTopic(string channel, string id) => IsUser(channel, id);

    private static bool IsChat(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != 0 && id[0] != '+';

    private static bool IsSnowflake(string id) => ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0;
}
