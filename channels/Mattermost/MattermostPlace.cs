using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>A place in the server's event stream, kept as the receiver's cursor: the server keeps what a connection missed for a while.</summary>
/// <param name="ConnectionId">Of the server's hello.</param>
/// <param name="Next">Sequence number of the event to come.</param>
/// <param name="BotUserId">The bot itself, of whom only the first hello tells.</param>
internal sealed record MattermostPlace(string ConnectionId, long Next, string? BotUserId)
{
    /// <summary>Null when the cursor holds none.</summary>
    public static MattermostPlace? Parse(string? cursor) =>
        !string.IsNullOrEmpty(cursor) && JsonBody.TryParseObject(Encoding.UTF8.GetBytes(cursor), out var body)
        && body["connection"].Text is { } connection && body["next"].Integer is { } next ? new(connection, next, body["bot"].Text) : null;

    public override string ToString() => new JsonObject { ["connection"] = ConnectionId, ["next"] = Next, ["bot"] = BotUserId }.ToJsonString();
}
