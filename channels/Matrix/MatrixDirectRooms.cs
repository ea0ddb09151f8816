using System.Collections.Frozen;

namespace Vespid.Channels;

/// <summary>Rooms that are direct chats. Only the account data of a user says so (<c>m.direct</c>); where that cannot be read, the account lists them.</summary>
internal sealed class MatrixDirectRooms(FrozenSet<string> rooms)
{
    private const string Setting = "directRooms";

    public static MatrixDirectRooms Of(ChannelAccount account) => new(Listed(account));

    /// <param name="account">Whose list counts too.</param>
    /// <param name="direct">Content of <c>m.direct</c>: rooms by user.</param>
    public static MatrixDirectRooms Of(ChannelAccount account, BodyReader direct) =>
        new(direct.IsObject
            ? direct.Element.EnumerateObject().SelectMany(user => BodyReader.Of(user.Value).Items).Select(room => room.Text).OfType<string>()
                .Concat(Listed(account)).ToFrozenSet(StringComparer.Ordinal)
            : Listed(account));

    public bool Contains(string room) => rooms.Contains(room);

    private static FrozenSet<string> Listed(ChannelAccount account) =>
        (account.Setting(Setting) ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenSet(StringComparer.Ordinal);
}
