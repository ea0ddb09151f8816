using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>A gateway session, kept as the receiver's cursor so that a restart resumes it and misses nothing.</summary>
/// <param name="Id"><c>session_id</c> of READY.</param>
/// <param name="ResumeUrl"><c>resume_gateway_url</c> of READY.</param>
/// <param name="Sequence">Last dispatch whose messages are committed.</param>
/// <param name="BotUserId">The bot itself.</param>
internal sealed record DiscordSession(string Id, string ResumeUrl, long Sequence, string? BotUserId)
{
    /// <summary>Stands for no session; a cursor cannot be taken back otherwise.</summary>
    public const string None = "";

    /// <summary>Null when the cursor holds no session.</summary>
    public static DiscordSession? Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor) || !JsonBody.TryParseObject(Encoding.UTF8.GetBytes(cursor), out var body))
            return null;
        return body["session"].Text is { } id && body["url"].Text is { } url && body["seq"].Integer is { } sequence
            ? new(id, url, sequence, body["bot"].Text) : null;
    }

    public override string ToString() =>
        new JsonObject { ["session"] = Id, ["url"] = ResumeUrl, ["seq"] = Sequence, ["bot"] = BotUserId }.ToJsonString();
}
