using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Which page a note is about.</summary>
[Trait("acceptance", "9")]
public sealed class PageTargetsTests
{
    private static readonly ImmutableArray<ChatPage> Pages =
    [
        new("/docs/telegram/setup", "p1", "Telegram"), new("/docs/discord/setup", "p2", "Discord"), new("/docs/install", null, "Installing it"),
        new("/blog/release-notes", "notes", null),
    ];

    [Theory]
    [InlineData("p1", "/docs/telegram/setup")]
    [InlineData("P2", "/docs/discord/setup")]
    [InlineData("install", "/docs/install")]
    [InlineData("/docs/install", "/docs/install")]
    [InlineData("docs/INSTALL/", "/docs/install")]
    [InlineData("https://example.com/docs/install?x=1#top", "/docs/install")]
    [InlineData("release-notes", "/blog/release-notes")]
    [InlineData("relase-notes", "/blog/release-notes")]
    [InlineData("instal", "/docs/install")]
    [InlineData("discrod", "/docs/discord/setup")]
    [InlineData("setup", "/docs/telegram/setup,/docs/discord/setup")]
    [InlineData("docs", "/docs/discord/setup,/docs/install,/docs/telegram/setup")]
    [InlineData("qqqqzzzz", "")]
    [InlineData("/", "")]
    public void Is_the_one_that_is_meant_or_those_that_may_be(string reference, string paths) =>
        Assert.Equal(paths, string.Join(',', PageTargets.Resolve(reference, Pages).Select(page => page.Path)));

    [Theory]
    [InlineData("martha", "marhta", 0.944)]
    [InlineData("dixon", "dicksonx", 0.767)]
    [InlineData("same", "same", 1)]
    [InlineData("setup", "the setup", 0.95)]
    [InlineData("ab", "abc", 0.889)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "x", 0)]
    public void Likeness_is_jaros(string one, string other, double likeness) => Assert.Equal(likeness, PageTargets.Likeness(one, other), 3);
}
