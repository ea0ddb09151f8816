using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>What a copy says.</summary>
internal static class RelayTexts
{
    public const string Tombstone = "(deleted)";

    /// <summary>In the platform's markup.</summary>
    /// <param name="channel">Platform.</param>
    /// <param name="payload">What.</param>
    /// <param name="quotes">Whether what it answers is told in words.</param>
    /// <param name="withPrefix">Whether the speaker is told in the text.</param>
    public static string Compose(string channel, RelayPayload payload, bool quotes, bool withPrefix)
    {
        var prefix = withPrefix && payload.IsFirst ? payload.Prefix : null;
        var text = RelayPlans.Join(Head(prefix, quotes ? payload.Quote : null, payload.Body), payload.Body);
        return channel == "telegram" ? TelegramMarkup.Write(text) : DiscordMarkup.Write(text);
    }

    /// <summary>What stands before the text: what it answers, and who speaks. A quote or a block of code begins on a line of its own.</summary>
    public static RichText Head(string? prefix, string? quote, RichText body)
    {
        var head = RichText.Empty;
        if (quote is { Length: > 0 })
            head = new RichText(quote + "\n", [new RichSpan(0, quote.Length, RichStyle.Quote)]);
        if (prefix is not { Length: > 0 })
            return head;
        var separator = body.IsEmpty ? "" : body.Spans.Any(span => span is { Offset: 0, Style: RichStyle.Quote or RichStyle.Pre }) ? ":\n" : ": ";
        return RelayPlans.Join(head, new RichText(prefix + separator, [new RichSpan(0, prefix.Length, RichStyle.Bold)]));
    }
}
