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
        var text = payload.Body;
        if (withPrefix && payload is { Prefix: { Length: > 0 } prefix, IsFirst: true })
        {
            var head = new RichText(prefix, [new RichSpan(0, prefix.Length, RichStyle.Bold)]);
            text = RelayPlans.Join(head, RelayPlans.Join(RichText.Plain(text.IsEmpty ? "" : ": "), text));
        }

        if (quotes && payload.Quote is { Length: > 0 } quote)
            text = RelayPlans.Join(new RichText(quote + "\n", [new RichSpan(0, quote.Length, RichStyle.Quote)]), text);
        return channel == "telegram" ? TelegramMarkup.Write(text) : DiscordMarkup.Write(text);
    }
}
