using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Vespid.Tests.Browser.Support;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Browser;

/// <summary>Every page, in both themes and at both widths: readable by everybody, nothing blocked, nothing beyond the edge. Leaves pictures in <c>artifacts/console</c>.</summary>
[Collection(ConsoleWorldCollection.Name)]
public sealed class PagesTests(ConsoleWorld world)
{
    private static readonly string Pictures = Path.Combine(Folder(), "..", "..", "artifacts", "console");

    public static TheoryData<string, string> OperatorPages => new()
    {
        { "home", "/" }, { "overview", "/dashboard" }, { "accounts", "/dashboard/accounts" }, { "account", "/dashboard/accounts/{account}" }, { "pairing", "/dashboard/pairing" },
        { "messages", "/dashboard/messages?account={account}" }, { "lanes", "/dashboard/lanes" }, { "dead-letters", "/dashboard/dead-letters" }, { "sessions", "/dashboard/sessions" },
        { "session", "/dashboard/sessions/{session}" }, { "fleet", "/dashboard/edges" }, { "edge", "/dashboard/edges/{node}" }, { "alerts", "/dashboard/alerts" },
        { "alerts-parked", "/dashboard/alerts?state=parked" }, { "alerts-history", "/dashboard/alerts?state=all" }, { "silences", "/dashboard/silences" },
        { "chatops", "/dashboard/chatops" }, { "missing", "/dashboard/nothing-here" },
    };

    [BrowserTheory]
    [MemberData(nameof(OperatorPages))]
    public Task Of_the_operator(string name, string path) => LookAsync(name, path, ApiClient.Email);

    [BrowserTheory]
    [InlineData("admin-overview", "/dashboard")]
    [InlineData("admin-accounts-empty", "/dashboard/accounts")]
    [InlineData("admin-edges-empty", "/dashboard/edges")]
    public Task Of_an_admin(string name, string path) => LookAsync(name, path, ConsoleWorld.Admin);

    [BrowserFact]
    public Task Of_a_member() => LookAsync("member-home", "/?notice=admins-only", ConsoleWorld.Member);

    [BrowserFact]
    public Task Of_a_visitor() => LookAsync("sign-in", "/dashboard/sign-in", null);

    private async Task LookAsync(string name, string path, string? email)
    {
        path = path.Replace("{account}", world.AccountId, StringComparison.Ordinal).Replace("{session}", world.SessionId, StringComparison.Ordinal).Replace("{node}", world.NodeId, StringComparison.Ordinal);
        await using var visitor = await world.VisitAsync(email);
        await visitor.OpenAsync(path);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme });
            foreach (var width in (int[])[Visitor.DesktopWidth, Visitor.PhoneWidth])
            {
                await visitor.Page.SetViewportSizeAsync(width, 900);
                Assert.Empty(await visitor.ViolationsAsync());
                Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width} pixels");
                await visitor.Page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(Pictures, $"{name}-{theme.ToString().ToLowerInvariant()}-{width}.png"), FullPage = true,
                });
            }
        }

        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => 'hacked' in window"), "a name of somebody else's ran as a script");
        Assert.Empty(visitor.Faults);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
