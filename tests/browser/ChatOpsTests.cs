using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vespid.Tests.Browser.Support;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Browser;

/// <summary>The page of the rooms.</summary>
[Collection(ConsoleWorldCollection.Name)]
public sealed class ChatOpsTests(ConsoleWorld world)
{
    [BrowserFact]
    [Trait("acceptance", "12")]
    public async Task Each_panel_has_its_parts_under_their_names()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/chatops");
        foreach (var panel in (string[])["chatops-room-inventory", "chatops-message-timeline", "chatops-action-timeline", "chatops-guardrails"])
        {
            await Assertions.Expect(visitor.Page.Locator($"#{panel}-panel")).ToBeVisibleAsync();
            await Assertions.Expect(visitor.Page.Locator($"#{panel}-error")).ToBeHiddenAsync();
            var refreshed = visitor.Page.Locator($"#{panel}-panel .refreshed time");
            Assert.Matches(@"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\z", await refreshed.TextContentAsync());
            await visitor.Page.Locator($"#{panel}-refresh").ClickAsync();
            await Assertions.Expect(visitor.Announced).ToContainTextAsync("refreshed.");
        }

        await Assertions.Expect(visitor.Page.Locator("#chatops-room-inventory-list")).ToContainTextAsync("has no bindings");
        await Assertions.Expect(visitor.Page.Locator("#chatops-message-row-1")).ToContainTextAsync("nightly run completed");
        await Assertions.Expect(visitor.Page.Locator("#chatops-message-row-3")).ToContainTextAsync("alice");
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-mutation-state")).ToHaveTextAsync(new Regex("(Enabled|Disabled|No data)$"));
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-authz-status")).ToContainTextAsync("Authorized");
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-count-authorized")).ToHaveTextAsync("3");
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-count-unauthorized")).ToHaveTextAsync("1");
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-count-mutations-disabled")).ToHaveTextAsync("1");
        await Assertions.Expect(visitor.Page.Locator("#chatops-guardrail-count-blocked-actions")).ToHaveTextAsync("2");
        Assert.Empty(visitor.Faults);
    }

    [BrowserFact]
    [Trait("acceptance", "12")]
    public async Task What_was_blocked_cannot_be_mistaken_for_what_was_done()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/chatops");
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme });
            var looks = await visitor.Page.EvaluateAsync<string[]>("""
                () => ['succeeded', 'blocked', 'failed', 'accepted'].map(word => {
                    const badge = [...document.querySelectorAll('#chatops-action-timeline-list .badge')].find(each => each.textContent.includes(word));
                    const cell = badge.closest('td'), style = getComputedStyle(badge);
                    return [style.backgroundColor, badge.textContent.trim()[0], getComputedStyle(cell).backgroundColor].join(' ');
                })
                """);
            Assert.Equal(4, looks.Distinct().Count());
            Assert.NotEqual(looks[0].Split(' ')[^1], looks[1].Split(' ')[^1]);
        }

        Assert.Equal(2, await visitor.Page.Locator("#chatops-action-timeline-list tr.blocked").CountAsync());
    }

    [BrowserFact]
    public async Task Messages_are_those_of_the_room_that_was_asked_for()
    {
        await using var visitor = await world.VisitAsync(ApiClient.Email);
        await visitor.OpenAsync("/dashboard/chatops");
        await visitor.Page.Locator("#chatops-message-timeline-panel select[name=room]").SelectOptionAsync("contentops:quiet");
        await visitor.Page.Locator("#chatops-message-timeline-panel form.filter button").ClickAsync();
        await visitor.ArrivedAsync("/dashboard/chatops?room=contentops%3Aquiet");
        await Assertions.Expect(visitor.Page.Locator("#chatops-message-timeline-empty")).ToBeVisibleAsync();
    }
}
