namespace Vespid.Channels;

/// <summary>Mentions stand in a text as placeholders such as <c>@_user_1</c>, and beside it as a list.</summary>
internal static class FeishuMentions
{
    /// <summary>Whether the bot is in the list, by any of its ids.</summary>
    public static bool Name(BodyReader mentions, string? bot)
    {
        if (bot is null)
            return false;
        foreach (var mention in mentions.Items)
        {
            var id = mention["id"];
            if (id.Text == bot || id["open_id"].Text == bot || id["user_id"].Text == bot || id["union_id"].Text == bot
                || mention["open_id"].Text == bot || mention["user_id"].Text == bot)
                return true;
        }

        return false;
    }

    /// <summary>The text with names in place of placeholders, as people saw it.</summary>
    public static string Named(string text, BodyReader mentions)
    {
        // The longest first: @_user_1 is the beginning of @_user_10.
        foreach (var mention in mentions.Items.Take(100).OrderByDescending(mention => mention["key"].Text?.Length))
        {
            if (mention["key"].Text is { Length: > 1 } key && key[0] == '@' && mention["name"].Text is { Length: <= 256 } name)
                text = text.Replace(key, "@" + name, StringComparison.Ordinal);
        }

        return text;
    }
}
