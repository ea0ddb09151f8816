using System.Text;

namespace Vespid.Channels;

/// <summary>Commands and clicks: always meant for the bot. Source: docs.discord.com/developers/interactions/receiving-and-responding.</summary>
internal static class DiscordInteraction
{
    public const int Component = 3;
    private const int Command = 2;

    /// <summary>Null for what says nothing: forms and completions.</summary>
    public static MessageDraft? Read(BodyReader body)
    {
        var data = body["data"];
        var text = body["type"].Integer switch
        {
            Command => data["name"].Text is { } name ? Spell(name, data["options"]) : null,
            Component => data["values"][0].Text ?? data["custom_id"].Text,
            _ => null,
        };
        if (text is null)
            return null;
        var user = body["member"]["user"].OrObject(body["user"]);
        return new()
        {
            Text = text,
            SenderId = user.First("id", "username"),
            SenderDisplayName = user.First("global_name", "username"),
            ConversationId = body["channel_id"].Text ?? body["channel"]["id"].Text,
            ProviderMessageId = body["message"]["id"].Text ?? body["id"].Text,
            DedupeKey = body["id"].Text is { } id ? "interaction:" + id : null,
            IsDirect = (_, _) => body["guild_id"].Text is null,
            Mentioned = true,
        };
    }

    // Options nest: groups hold subcommands, subcommands hold values.
    private static string Spell(string name, BodyReader options)
    {
        var text = new StringBuilder("/").Append(name);
        var level = options;
        while (level[0]["options"].IsArray)
        {
            text.Append(' ').Append(level[0]["name"].Text);
            level = level[0]["options"];
        }

        foreach (var option in level.Items)
            text.Append(' ').Append(option["name"].Text).Append(':').Append(ValueOf(option["value"]));
        return text.ToString();
    }

    private static string? ValueOf(BodyReader value) =>
        value.Text ?? value.IntegerId ?? value.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? value.Boolean?.ToString().ToLowerInvariant();
}
