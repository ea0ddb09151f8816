using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Telegram's markup: entities on the way in, HTML on the way out.</summary>
internal static class TelegramMarkup
{
    /// <summary>UTF-16 units of a message, counted without markup.</summary>
    public const int Longest = 4096;

    /// <summary>UTF-16 units of a caption.</summary>
    public const int LongestCaption = 1024;

    /// <summary>Reads a text with its entities; those that show nothing (addresses, hashtags) are text already.</summary>
    public static RichText Read(string text, IReadOnlyList<TelegramEntity> entities) =>
        RichForm.Of(text, entities.Select(entity => Span(entity)).OfType<RichSpan>());

    /// <summary>HTML for <c>parse_mode</c>: whatever the text holds is shown as it is, and a name in it alerts nobody.</summary>
    public static string Write(RichText text) => TelegramWriter.Write(text);

    /// <summary>What counts towards <see cref="Longest"/>.</summary>
    public static int Measure(RichText text) => TelegramWriter.Measure(text);

    private static RichSpan? Span(TelegramEntity entity)
    {
        var span = new RichSpan(entity.Offset, entity.Length, default);
        return entity.Type switch
        {
            "bold" => span with { Style = RichStyle.Bold },
            "italic" => span with { Style = RichStyle.Italic },
            "underline" => span with { Style = RichStyle.Underline },
            "strikethrough" => span with { Style = RichStyle.Strike },
            "spoiler" => span with { Style = RichStyle.Spoiler },
            "code" => span with { Style = RichStyle.Code },
            "pre" => span with { Style = RichStyle.Pre, Argument = entity.Language },
            "blockquote" or "expandable_blockquote" => span with { Style = RichStyle.Quote },
            "text_link" => span with { Style = RichStyle.Link, Argument = entity.Url },
            "mention" => span with { Style = RichStyle.Mention },
            "text_mention" => span with { Style = RichStyle.Mention, Argument = entity.UserId },
            _ => null,
        };
    }
}
