using Microsoft.Playwright;
using Vespid.Tests.Browser.Support;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Browser;

/// <summary>Who comes where, by hand and by keyboard.</summary>
[Collection(ConsoleWorldCollection.Name)]
public sealed class AccessTests(ConsoleWorld world)
{
    [BrowserFact]
    public async Task A_visitor_signs_in_by_keyboard_and_comes_to_the_page_that_was_asked_for()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.OpenAsync("/dashboard/accounts?channel=telegram");
        Assert.Equal("/dashboard/sign-in", new Uri(visitor.Page.Url).AbsolutePath);

        // The browser puts the focus there some moments after the page has loaded.
        await Assertions.Expect(visitor.Page.GetByLabel("E-mail address")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync(ApiClient.Email);
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.TypeAsync("not the password");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("#sign-in-error")).ToContainTextAsync("INVALID_CREDENTIALS");

        await visitor.Page.GetByLabel("Password").FillAsync(ApiClient.Password);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.ArrivedAsync("/dashboard/accounts?channel=telegram");
        await Assertions.Expect(visitor.Page.Locator("#accounts-list")).ToContainTextAsync("front-door");
        Assert.DoesNotContain("support-desk", await visitor.Page.Locator("#accounts-list").TextContentAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_member_is_led_home_from_the_console()
    {
        await using var visitor = await world.VisitAsync(ConsoleWorld.Member);
        foreach (var path in (string[])["/dashboard", "/dashboard/accounts", "/dashboard/chatops", "/dashboard/edges"])
        {
            await visitor.OpenAsync(path);
            Assert.Equal("/?notice=admins-only", new Uri(visitor.Page.Url).PathAndQuery);
            await Assertions.Expect(visitor.Page.Locator("main .fault").First).ToContainTextAsync("for admins");
            Assert.Equal(0, await visitor.Page.Locator("nav").CountAsync());
        }
    }

    [BrowserFact]
    public async Task An_admin_sees_the_own_organisation_and_not_the_rooms_of_the_deployment()
    {
        await using var visitor = await world.VisitAsync(ConsoleWorld.Admin);
        await visitor.OpenAsync("/dashboard");
        Assert.Equal(0, await visitor.Page.Locator("#queue-panel, #lanes-panel").CountAsync());
        Assert.Equal(0, await visitor.Page.Locator("nav a[href='/dashboard/chatops']").CountAsync());
        foreach (var (path, panel) in ((string, string)[])[("/dashboard/accounts", "#accounts-empty"), ("/dashboard/dead-letters", "#dead-letters-empty"), ("/dashboard/edges", "#edges-empty"), ("/dashboard/alerts?state=all", "#alerts-empty")])
        {
            await visitor.OpenAsync(path);
            await Assertions.Expect(visitor.Page.Locator(panel)).ToBeVisibleAsync();
        }

        Assert.Equal(404, (await visitor.OpenAsync($"/dashboard/accounts/{world.AccountId}")).Status);
        Assert.Equal(404, (await visitor.OpenAsync($"/dashboard/accounts?org={world.Operator.Organization}")).Status);
        Assert.Equal(404, (await visitor.OpenAsync($"/dashboard/edges/{world.NodeId}")).Status);
        await visitor.OpenAsync("/dashboard/chatops");
        Assert.Equal("/", new Uri(visitor.Page.Url).AbsolutePath);
    }

    [BrowserFact]
    public async Task Whoever_signs_out_is_out()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/accounts");
        await visitor.Button("Sign out").ClickAsync();
        await visitor.ArrivedAsync("/dashboard/sign-in");
        await visitor.OpenAsync("/dashboard/accounts");
        Assert.Equal("/dashboard/sign-in", new Uri(visitor.Page.Url).AbsolutePath);
    }

    [BrowserFact]
    public async Task The_keyboard_gets_past_the_navigation_and_to_every_place()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/pairing");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await FocusedAsync(visitor));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.getElementById('main').contains(document.activeElement)"), "the focus is in the content");
        Assert.NotEqual("none", await visitor.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
    }

    [BrowserFact]
    public async Task On_a_phone_the_menu_opens_and_closes()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email, width: Visitor.PhoneWidth);
        await visitor.OpenAsync("/dashboard");
        var places = visitor.Page.Locator("#places");
        await Assertions.Expect(places).ToBeHiddenAsync();
        await visitor.Button("Menu").ClickAsync();
        await Assertions.Expect(places).ToBeVisibleAsync();
        Assert.Empty(await visitor.ViolationsAsync());
        await places.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Alerts" }).ClickAsync();
        await visitor.ArrivedAsync("/dashboard/alerts");
        await Assertions.Expect(visitor.Page.Locator("nav a[aria-current]")).ToHaveTextAsync("Alerts");
    }

    private static Task<string> FocusedAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>("() => document.activeElement.textContent");
}
