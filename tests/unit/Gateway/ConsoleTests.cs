using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Console;
using Vespid.Gateway.Console.Pages;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>Who gets which answer from the console, and what a page never does.</summary>
public sealed partial class ConsoleTests
{
    private const string Hostile = "<script>alert(1)</script>\"' onmouseover=x & </td>";

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to_and_comes_back_to_the_page()
    {
        await using var pages = await ConsolePages.StartAsync();
        foreach (var path in AdminPaths(pages))
        {
            using var answer = await pages.OpenAsync(path + "?x=1", signedIn: false);
            Assert.Equal((HttpStatusCode.SeeOther, $"/dashboard/sign-in?next={Uri.EscapeDataString(path + "?x=1")}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
            using var stream = await pages.OpenAsync(path, signedIn: false, accept: ConsoleStream.MediaType);
            Assert.Equal(HttpStatusCode.Unauthorized, stream.StatusCode);
        }
    }

    [Fact]
    public async Task A_member_is_taken_home_from_every_page_of_admins()
    {
        await using var pages = await ConsolePages.StartAsync("member");
        foreach (var path in AdminPaths(pages))
        {
            using var answer = await pages.OpenAsync(path);
            Assert.Equal((HttpStatusCode.SeeOther, "/?notice=admins-only"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
            using var stream = await pages.OpenAsync(path, accept: ConsoleStream.MediaType);
            Assert.Equal(HttpStatusCode.Forbidden, stream.StatusCode);
        }

        var home = await pages.ReadAsync("/?notice=admins-only");
        Assert.Contains("That page is for admins", home, StringComparison.Ordinal);
        Assert.DoesNotContain("/dashboard/accounts", home, StringComparison.Ordinal);
        Assert.Empty(pages.Host.Accounts.Calls);
    }

    [Fact]
    public async Task An_admin_sees_the_own_organisation_and_no_other()
    {
        await using var pages = await ConsolePages.StartAsync();
        Assert.Contains("No account yet", await pages.ReadAsync("/dashboard/accounts"), StringComparison.Ordinal);
        Assert.Equal(EdgeHost.Org, pages.Host.Accounts.Calls.Single().Arguments[0]);
        foreach (var other in (string[])[Guid.Parse("0195f000-0000-7000-8000-0000000000dd").ToString(), "nonsense", "*"])
        {
            using var answer = await pages.OpenAsync("/dashboard/accounts?org=" + Uri.EscapeDataString(other));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Single(pages.Host.Accounts.Calls);
    }

    [Fact]
    public async Task Names_of_others_are_text_wherever_they_stand()
    {
        await using var pages = await ConsolePages.StartAsync();
        pages.Host.Accounts.On(nameof(IAccountQueries.ListAsync), _ => Task.FromResult(new Page<AccountItem>([Account(Hostile)], Hostile)));
        var html = await pages.ReadAsync("/dashboard/accounts");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, html, StringComparison.Ordinal);
        Assert.All(Tags().Matches(html).Select(tag => tag.Value), tag => Assert.DoesNotMatch(@"\sonmouseover=", tag));
    }

    [Fact]
    public async Task A_page_may_load_nothing_from_elsewhere_and_run_nothing_inline()
    {
        await using var pages = await ConsolePages.StartAsync();
        foreach (var (path, signedIn) in (IEnumerable<(string, bool)>)[("/", true), ("/dashboard/accounts", true), ("/dashboard/nothing-here", true), ("/dashboard/sign-in", false)])
        {
            using var answer = await pages.OpenAsync(path, signedIn);
            Assert.Equal(ConsoleRenderer.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            var html = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\son\w+=", html);
            Assert.All(Links().Matches(html).Select(link => link.Groups[1].Value), link => Assert.True(link.StartsWith('/') || link == "#main", link));
        }

        Assert.DoesNotContain("unsafe", ConsoleRenderer.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_page_changes_needs_the_token_that_only_the_page_knows()
    {
        await using var pages = await ConsolePages.StartAsync();
        pages.Host.Accounts.On(nameof(IAccountQueries.StatusAsync), _ => Task.FromResult<AccountStatus?>(new(Account("Name"), 0, 0, 0, [], null, 0, 0, 0)));
        pages.Host.Accounts.On(nameof(IAccountQueries.GetAsync), _ => Task.FromResult<AccountItem?>(Account("Name")));
        pages.Host.Account.On(nameof(IChannelAccountGrain.Act), _ => Task.FromResult<Refusal?>(null));
        var html = await pages.ReadAsync($"/dashboard/accounts/{EdgeHost.User}");
        var target = WebUtility.HtmlDecode(StopAction().Match(html).Groups[1].Value);
        var token = CsrfMeta().Match(html).Groups[1].Value;

        using var forged = await pages.OpenAsync(target, method: "POST", headers: ("x-org-id", EdgeHost.Org.ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Contains("CSRF_TOKEN_REQUIRED", await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(pages.Host.Account.Calls);
        using var done = await pages.OpenAsync(target, method: "POST", headers: [("x-org-id", EdgeHost.Org.ToString()), ("x-csrf-token", token)]);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal("stop", Assert.Single(pages.Host.Account.Calls).Arguments[1]);
    }

    [Fact]
    public async Task No_page_answers_anything_but_reads()
    {
        await using var pages = await ConsolePages.StartAsync();
        var routes = pages.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IErrorForm>() is ConsoleErrors).ToList();
        Assert.True(routes.Count > 10, $"only {routes.Count} routes");
        Assert.All(routes, route => Assert.Equal(["GET"], route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods));
    }

    [Fact]
    public async Task A_panel_that_cannot_be_read_says_so_and_the_page_stands()
    {
        await using var pages = await ConsolePages.StartAsync();
        pages.Host.Accounts.On(nameof(IAccountQueries.ListAsync), _ => throw new TimeoutException("host=db.internal"));
        var html = await pages.ReadAsync("/dashboard/accounts");
        Assert.Matches("""<p class="fault" id="accounts-error" role="alert">Storage is not available""", html);
        Assert.DoesNotContain("db.internal", html, StringComparison.Ordinal);
        Assert.DoesNotContain("accounts-empty", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_and_missing_things_are_pages_too()
    {
        await using var pages = await ConsolePages.StartAsync();
        pages.Host.Accounts.On(nameof(IAccountQueries.StatusAsync), _ => Task.FromResult<AccountStatus?>(null));
        foreach (var path in (string[])["/dashboard/nothing-here", "/dashboard/accounts/nonsense", $"/dashboard/accounts/{EdgeHost.User}"])
        {
            using var missing = await pages.OpenAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, "text/html"), (missing.StatusCode, missing.Content.Headers.ContentType?.MediaType));
        }

        pages.Host.Accounts.On(nameof(IAccountQueries.StatusAsync), _ => throw new InvalidOperationException("a secret of ours"));
        using var fault = await pages.OpenAsync($"/dashboard/accounts/{EdgeHost.User}");
        var text = await fault.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (fault.StatusCode, fault.Content.Headers.ContentType?.MediaType));
        Assert.Contains("INTERNAL_ERROR", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret of ours", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_follows_a_page_hears_of_changes_until_the_sign_in_ends()
    {
        await using var pages = await ConsolePages.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var answer = await pages.OpenAsync("/dashboard/accounts", accept: ConsoleStream.MediaType);
        Assert.Equal(ConsoleStream.MediaType, answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        await UntilAsync(reader, "event: shown", patience.Token);
        pages.Host.Accounts.On(nameof(IAccountQueries.ListAsync), _ => Task.FromResult(new Page<AccountItem>([Account("New")], null)));
        var before = await UntilAsync(reader, "event: changed", patience.Token);
        Assert.Equal(0, before);

        pages.Host.Identity.On(nameof(IIdentityQueries.IsAuthSessionLiveAsync), _ => Task.FromResult(false));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
            Assert.NotEqual("event: changed", line);
    }

    [Theory]
    [InlineData("/dashboard/accounts?channel=irc", "/dashboard/accounts?channel=irc")]
    [InlineData("/", "/")]
    [InlineData(null, "/dashboard")]
    [InlineData("//evil.example", "/dashboard")]
    [InlineData("/\\evil.example", "/dashboard")]
    [InlineData("/dashboard.evil.example", "/dashboard")]
    [InlineData("https://evil.example/dashboard", "/dashboard")]
    [InlineData("/dashboard/\r\nSet-Cookie: x", "/dashboard")]
    [InlineData("javascript:alert(1)", "/dashboard")]
    public void After_a_sign_in_one_only_ever_comes_to_a_page_of_the_console(string? next, string target) => Assert.Equal(target, SignInPage.Sound(next));

    [Fact]
    public async Task Assets_are_kept_for_good_under_the_name_of_their_content_only()
    {
        await using var pages = await ConsolePages.StartAsync();
        var html = await (await pages.OpenAsync("/dashboard/sign-in", signedIn: false)).Content.ReadAsStringAsync();
        var links = Links().Matches(html).Select(link => link.Groups[1].Value).Where(link => link.StartsWith("/dashboard/assets/", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, links.Count);
        foreach (var link in links)
        {
            using var kept = await pages.OpenAsync(link, signedIn: false);
            Assert.Equal((HttpStatusCode.OK, true), (kept.StatusCode, kept.Headers.CacheControl!.Public));
            using var plain = await pages.OpenAsync(link[..link.IndexOf('?', StringComparison.Ordinal)], signedIn: false);
            Assert.True(plain.Headers.CacheControl!.NoCache);
        }

        using var missing = await pages.OpenAsync("/dashboard/assets/..%2fappsettings.json", signedIn: false);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static IEnumerable<string> AdminPaths(ConsolePages pages) => pages.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<ConsoleRule>() is { Audience: not ConsoleAudience.User })
        .Select(route => "/" + route.RoutePattern.RawText!.Trim('/').Replace("{id}", "x", StringComparison.Ordinal).Replace("{**path}", "nowhere", StringComparison.Ordinal));

    private static AccountItem Account(string name) => new()
    {
        Id = EdgeHost.User, OrganizationId = EdgeHost.Org, ChannelId = "generic", AccountKey = name, IngressKey = "k", DisplayName = name, Enabled = true, Status = name,
        DmPolicy = "open", GroupPolicy = "open", RequireMentionInGroup = false, Metadata = "{}", LastError = name, Version = 1, CreatedAt = EdgeHost.Now, UpdatedAt = EdgeHost.Now,
    };

    /// <returns>How many changes were told of before.</returns>
    private static async Task<int> UntilAsync(StreamReader reader, string wanted, CancellationToken cancellationToken)
    {
        for (var changes = 0; ;)
        {
            var line = await reader.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"The stream ended before '{wanted}' came.");
            if (line == wanted)
                return changes;
            changes += line == "event: changed" ? 1 : 0;
        }
    }

    [GeneratedRegex(@"(?:href|src|action)=""([^""]*)""")]
    private static partial Regex Links();

    [GeneratedRegex("<[a-z][^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"action=""([^""]*/actions/stop)""")]
    private static partial Regex StopAction();

    [GeneratedRegex(@"name=""csrf-token"" content=""([^""]*)""")]
    private static partial Regex CsrfMeta();
}
