using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Vespid.Tests.Browser.Support;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Browser;

/// <summary>What pages change, and what they show of changes that others make.</summary>
[Collection(ConsoleWorldCollection.Name)]
public sealed class ActionTests(ConsoleWorld world)
{
    [BrowserFact]
    public async Task A_pairing_request_is_approved_and_leaves_the_queue()
    {
        Assert.Equal("dm_pairing_required", await world.Operator.ReasonOfAsync("telegram", "front-door", Messages.Direct("carol-1", "May I?", "carol")));
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/pairing");
        await visitor.Button("Approve carol").ClickAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("Approved.");
        await Assertions.Expect(visitor.Page.Locator("#pairing-list")).Not.ToContainTextAsync("carol");
        Assert.Equal("accepted", await world.Operator.ReasonOfAsync("telegram", "front-door", Messages.Direct("carol-2", "Thanks", "carol")));
        Assert.Empty(visitor.Faults);
    }

    [BrowserFact]
    public async Task Marked_dead_letters_are_discarded_after_a_question_and_not_without_an_answer()
    {
        var key = "discard-desk";
        var account = await world.Operator.AddOpenAccountAsync("zalouser", key, new JsonObject { ["webhookUrl"] = "https://10.0.0.1/hook" });
        foreach (var id in (string[])["d-1", "d-2", "d-3"])
            await world.Operator.ReasonOfAsync("zalouser", key, Messages.Direct(id, "Hello", "dora"));
        await Wait.UntilAsync(async () => await DeadAsync(account) == 3, "three replies are dead letters");

        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync($"/dashboard/dead-letters?account={account}");
        await visitor.Button("Discard marked").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#dead-letters-error")).ToHaveTextAsync("Mark at least one line.");
        await visitor.Page.Locator("input[name=ids]").Nth(0).CheckAsync();
        await visitor.Page.Locator("input[name=ids]").Nth(1).CheckAsync();
        await visitor.Button("Discard marked").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#ask-text")).ToHaveTextAsync("Discard 2 dead letters for good?");
        await visitor.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(3, await DeadAsync(account));

        await visitor.Button("Discard marked").ClickAsync();
        await visitor.AgreeAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("Discarded.");
        await Assertions.Expect(visitor.Page.Locator("input[name=ids]")).ToHaveCountAsync(1);
        Assert.Equal(1, await DeadAsync(account));

        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Redrive entry" }).ClickAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("Queued again.");
    }

    [BrowserFact]
    public async Task What_the_server_refuses_is_said_with_its_code_where_it_was_asked()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/pairing");
        await visitor.Page.EvaluateAsync("() => document.querySelector('meta[name=csrf-token]').setAttribute('content', 'forged')");
        await visitor.Button("Deny bob").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#pairing-error")).ToContainTextAsync("CSRF_TOKEN_REQUIRED");
        var pending = await world.Operator.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests?status=pending");
        Assert.Contains(pending["requests"]!.AsArray(), request => (string?)request!["requesterId"] == "bob");
    }

    [BrowserFact]
    public async Task A_page_shows_what_happens_without_being_asked_and_leaves_whoever_types_alone()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync($"/dashboard/messages?account={world.AccountId}");
        await Assertions.Expect(visitor.Page.Locator("#live")).ToHaveTextAsync("Live");
        await visitor.Page.EvaluateAsync("() => { window.sameDocument = true; }");
        await world.Operator.ReasonOfAsync("zalouser", "support-desk", Messages.Direct("live-1", "A message while somebody looks", "erin"));
        await Assertions.Expect(visitor.Page.Locator("#messages-list")).ToContainTextAsync("A message while somebody looks");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.sameDocument === true"), "the page was not loaded anew");

        var field = visitor.Page.GetByLabel("Conversation");
        await field.FillAsync("dm:er");
        await world.Operator.ReasonOfAsync("zalouser", "support-desk", Messages.Direct("live-2", "Another one", "erin"));
        await Assertions.Expect(visitor.Page.Locator("#message-events-list")).ToContainTextAsync("dm:erin");
        await Assertions.Expect(field).ToHaveValueAsync("dm:er");
        await Assertions.Expect(field).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task An_alert_is_acknowledged_and_a_silence_made_and_ended()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/alerts");
        var open = await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Acknowledge" }).CountAsync();
        Assert.True(open > 0, "an alert waits");
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Acknowledge" }).First.ClickAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("No more reminders.");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Acknowledge" })).ToHaveCountAsync(open - 1);

        await visitor.OpenAsync("/dashboard/silences");
        await visitor.Page.GetByLabel("Reason").FillAsync("Somebody is on it");
        await visitor.Page.GetByLabel("Minutes").FillAsync("30");
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Silence", Exact = true }).ClickAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("Silenced.");
        await Assertions.Expect(visitor.Page.Locator("#silences-list")).ToContainTextAsync("Somebody is on it");
        await visitor.Button("End Somebody is on it").ClickAsync();
        await visitor.AgreeAsync();
        await Assertions.Expect(visitor.Announced).ToHaveTextAsync("Ended.");
        await Assertions.Expect(visitor.Button("End Somebody is on it")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_theme_is_the_systems_until_it_is_chosen_and_stays_as_chosen()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email, ColorScheme.Dark);
        await visitor.OpenAsync("/dashboard");
        var dark = await BackgroundAsync(visitor);
        await visitor.Button("Theme: auto").ClickAsync();
        var light = await BackgroundAsync(visitor);
        Assert.NotEqual(dark, light);
        await visitor.OpenAsync("/dashboard/accounts");
        Assert.Equal(light, await BackgroundAsync(visitor));
        await visitor.Button("Theme: light").ClickAsync();
        Assert.Equal(dark, await BackgroundAsync(visitor));
    }

    private static Task<string> BackgroundAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");

    private async Task<int> DeadAsync(string account) => (await world.Operator.OrganizationAsync(HttpMethod.Get, $"/dead-letters?accountId={account}"))["entries"]!.AsArray().Count;
}
