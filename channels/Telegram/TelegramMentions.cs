namespace Vespid.Channels;

/// <summary>Whether the entities of a text name the bot. Offsets count UTF-16 units of the text as sent.</summary>
internal static class TelegramMentions
{
    public static bool Name(BodyReader text, BodyReader entities, TelegramBotIdentity bot)
    {
        var whole = text.Element.GetString() ?? string.Empty;
        foreach (var entity in entities.Items)
        {
            var named = entity["type"].Text switch
            {
                "mention" => bot.Username is null || Slice(whole, entity).Equals("@" + bot.Username, StringComparison.OrdinalIgnoreCase),
                "text_mention" => bot.Id is not null && entity["user"]["id"].Integer == bot.Id,
                "bot_command" => bot.Username is not null && Slice(whole, entity).EndsWith("@" + bot.Username, StringComparison.OrdinalIgnoreCase),
                _ => false,
            };
            if (named)
                return true;
        }

        return false;
    }

    private static string Slice(string text, BodyReader entity) =>
        entity["offset"].Integer is { } offset && entity["length"].Integer is { } length
        && offset >= 0 && length > 0 && offset <= text.Length && length <= text.Length - offset
            ? text.Substring((int)offset, (int)length)
            : string.Empty;
}
