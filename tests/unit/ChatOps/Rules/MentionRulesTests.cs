using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class MentionRulesTests
{
    private static readonly ChatIdentity[] People = [new("Ann", "1", "22"), new("Bob", "3", null), new("Cid", null, "44")];

    [Theory]
    [InlineData("(Mention/1:@ann)", "telegram", "discord", "(Mention/22:@ann)")]
    [InlineData("(Mention/22:@ann)", "discord", "telegram", "(Mention/1:@ann)")]
    [InlineData("(Mention/22:@ann)", "telegram", "discord", "(Mention:@ann)")]
    [InlineData("(Mention/3:@bob)", "telegram", "discord", "(Mention:@bob)")]
    [InlineData("(Mention/44:@cid)", "discord", "telegram", "(Mention:@cid)")]
    [InlineData("(Mention/9:@who)", "telegram", "discord", "(Mention:@who)")]
    [InlineData("(Mention:@ann)", "telegram", "discord", "(Mention:@ann)")]
    [InlineData("(Mention/1:@ann)", "telegram", "telegram", "(Mention/1:@ann)")]
    [InlineData("(Link/https://a.example/:x)", "telegram", "discord", "(Link/https://a.example/:x)")]
    public void Only_people_who_are_known_there_are_mentioned_there(string text, string from, string to, string translated) =>
        Assert.Equal(translated, DiscordMarkupTests.Nested(MentionRules.Translate(DiscordMarkupTests.Parse(text), from, to, [.. People])));
}
