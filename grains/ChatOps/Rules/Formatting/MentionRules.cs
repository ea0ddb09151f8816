using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Who is mentioned, on the other platform.</summary>
internal static class MentionRules
{
    /// <summary>
    /// Gives mentions the ids of another platform: of those whom the administrators' table knows there. All others lose theirs and stay as names.
    /// </summary>
    /// <param name="rich">Text from <paramref name="from"/>.</param>
    /// <param name="from">Platform whose ids it holds.</param>
    /// <param name="to">Platform that it goes to.</param>
    /// <param name="people">The table.</param>
    public static RichText Translate(RichText rich, string from, string to, ImmutableArray<ChatIdentity> people) =>
        rich with { Spans = [.. rich.Spans.Select(span => span.Style == RichStyle.Mention ? span with { Argument = Known(span.Argument, from, to, people) } : span)] };

    private static string? Known(string? id, string from, string to, ImmutableArray<ChatIdentity> people)
    {
        if (string.IsNullOrEmpty(id))
            return null;
        return people.FirstOrDefault(person => IdOn(person, from) == id) is { } known && IdOn(known, to) is { Length: > 0 } there ? there : null;
    }

    private static string? IdOn(ChatIdentity person, string platform) => platform switch
    {
        "telegram" => person.TelegramId,
        "discord" => person.DiscordId,
        _ => null,
    };
}
