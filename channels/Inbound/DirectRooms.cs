using System.Collections.Frozen;

namespace Vespid.Channels;

/// <summary>Rooms that are direct chats. Where the platform does not tell, the account lists them in the setting <c>directRooms</c>.</summary>
internal sealed class DirectRooms(FrozenSet<string> rooms)
{
    private const string Setting = "directRooms";

    public static DirectRooms Of(ChannelAccount account) => new(Listed(account));

    /// <param name="account">Whose list counts too.</param>
    /// <param name="direct">Content of Matrix's account data <c>m.direct</c>: rooms by user.</param>
    public static DirectRooms Of(ChannelAccount account, BodyReader direct) =>
        new(direct.IsObject
            ? direct.Element.EnumerateObject().SelectMany(user => BodyReader.Of(user.Value).Items).Select(room => room.Text).OfType<string>()
                .Concat(Listed(account)).ToFrozenSet(StringComparer.Ordinal)
            : Listed(account));

    public bool Contains(string room) => rooms.Contains(room);

    private static FrozenSet<string> Listed(ChannelAccount account) =>
        (account.Setting(Setting) ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenSet(StringComparer.Ordinal);
}
