using System.Text.Json.Nodes;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class AlertLibTests : IAsyncLifetime
{
    private readonly ScriptedServer _webhook;
    private readonly ScriptedServer _telegram;
    private readonly EdgeHost _edge = new(null);
    private int _webhookStatus = 200;
    private string _telegramAnswer = """{"ok": true}""";

    public AlertLibTests()
    {
        _webhook = new ScriptedServer(_ => new Answer(_webhookStatus));
        _telegram = new ScriptedServer(_ => new Answer(200, _telegramAnswer));
    }

    private string Script => Path.Combine(_edge.Folder, "alert.sh");

    private string LastAlerts => Path.Combine(_edge.Var, "telegram/last-alert-ts");

    private string Undelivered => Path.Combine(_edge.Var, "telegram/undelivered.log");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Script, $". {RepositoryRoot.Scripts}/telegram-alert-lib.sh\ntg_alert \"$@\"\n");
        await _webhook.StartAsync();
        await _telegram.StartAsync();
        _edge.Environment["OXPULSE_TG_WEBHOOK"] = $"{_webhook.Address}hook";
        _edge.Environment["OXPULSE_TG_API_FALLBACK"] = $"{_telegram.Address}bot/sendMessage";
        _edge.Environment["TG_TOKEN"] = "123:secret-of-the-bot";
        _edge.Environment["OXPULSE_TG_CHAT"] = "-100200";
    }

    public async Task DisposeAsync()
    {
        await _webhook.DisposeAsync();
        await _telegram.DisposeAsync();
        _edge.Dispose();
    }

    [Fact]
    public async Task The_webhook_comes_first_and_its_body_is_json_whatever_the_text()
    {
        const string Text = "[edge-c] \"quoted\" \\ back\\slash\n{curly} $(touch pwned) `id`\ttab é 日本";

        (await AlertAsync(Text)).Ends(0);

        Assert.Equal(Text, (string)JsonNode.Parse(Assert.Single(_webhook.Calls).Body)!["message"]!);
        Assert.Empty(_telegram.Calls);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task An_answer_other_than_2xx_is_not_delivered_and_telegram_follows(int status)
    {
        _webhookStatus = status;

        (await AlertAsync("down & out = 1+1")).Ends(0);

        var sent = Assert.Single(_telegram.Calls);
        Assert.Equal(("-100200", "down & out = 1+1\n", "true"), (sent["chat_id"], sent["text"], sent["disable_web_page_preview"]));
    }

    [Fact]
    public async Task What_neither_takes_is_written_down_and_not_counted_as_sent()
    {
        _webhookStatus = 503;
        _telegramAnswer = """{"ok":false,"description":"chat not found"}""";

        (await AlertAsync("first\nsecond")).Ends(1);
        Assert.Matches("^[0-9T:-]+Z UNDELIVERED: first second\n$", await File.ReadAllTextAsync(Undelivered));
        Assert.False(File.Exists(LastAlerts));

        _webhookStatus = 200;
        (await AlertAsync("first\nsecond")).Ends(0);
        Assert.Equal(2, _webhook.Calls.Count);
    }

    [Fact]
    public async Task One_key_keeps_its_interval_another_does_not_wait_for_it()
    {
        (await AlertAsync("xray is down", "", "xray")).Ends(0);
        (await AlertAsync("xray is still down", "", "xray")).Ends(0);
        (await AlertAsync("xray is down for good", "", "xray")).Ends(0);
        (await AlertAsync("awg is down", "", "awg")).Ends(0);

        Assert.Equal(["xray is down", "awg is down"], Messages());

        await AgeAsync();
        (await AlertAsync("xray is down again", "", "xray")).Ends(0);
        Assert.Equal("xray is down again\n(2 more like this were held back)", Messages().Last());
    }

    [Fact]
    public async Task A_failure_and_its_recovery_are_two_keys_by_their_texts()
    {
        (await AlertAsync("[e] TRANSITION upstream=x healthy -> unhealthy")).Ends(0);
        (await AlertAsync("[e] TRANSITION upstream=x unhealthy -> healthy")).Ends(0);
        (await AlertAsync("[e] TRANSITION upstream=x healthy -> unhealthy\nwith another second line")).Ends(0);

        Assert.Equal(2, _webhook.Calls.Count);
    }

    [Theory]
    [InlineData("force")]
    [InlineData("1")]
    public async Task Force_goes_at_once(string force)
    {
        (await AlertAsync("CRITICAL", "", "k")).Ends(0);
        (await AlertAsync("CRITICAL", force, "k")).Ends(0);

        Assert.Equal(2, _webhook.Calls.Count);
    }

    [Fact]
    public async Task The_interval_is_a_setting()
    {
        _edge.Environment["OXPULSE_TG_MIN_INTERVAL"] = "0";
        (await AlertAsync("again")).Ends(0);
        (await AlertAsync("again")).Ends(0);
        Assert.Equal(2, _webhook.Calls.Count);

        _edge.Environment["OXPULSE_TG_MIN_INTERVAL"] = "soon";
        (await AlertAsync("again")).Ends(2);
    }

    [Fact]
    public async Task Eight_at_once_with_one_key_are_one_message()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AlertAsync("storm")));

        Assert.All(all, alert => alert.Ends(0));
        Assert.Equal("storm", Assert.Single(Messages()));
        Assert.EndsWith(" 7\n", await File.ReadAllTextAsync(LastAlerts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_split_at_lines_for_telegram()
    {
        _webhookStatus = 500;
        var text = string.Join('\n', Enumerable.Range(0, 200).Select(line => $"{line:D3} {new string('x', 60)}"));

        (await AlertAsync(text)).Ends(0);

        Assert.All(_telegram.Calls, call => Assert.InRange(call["text"].Length, 1, 4096));
        Assert.Equal(text + "\n", string.Concat(_telegram.Calls.Select(call => call["text"])));
    }

    [Fact]
    public async Task The_bots_token_stands_on_no_command_line()
    {
        _webhookStatus = 500;
        var lines = Path.Combine(_edge.Folder, "command-lines");
        _edge.AddTool("curl", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{lines}\nexec /usr/bin/curl \"$@\"\n");

        (await AlertAsync("x")).Ends(0);

        Assert.DoesNotContain("secret-of-the-bot", await File.ReadAllTextAsync(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_either_way_it_is_undelivered()
    {
        _edge.Environment["OXPULSE_TG_WEBHOOK"] = "none";
        _edge.Environment["TG_TOKEN"] = null;

        (await AlertAsync("nobody hears")).Ends(1);

        Assert.Contains("nobody hears", await File.ReadAllTextAsync(Undelivered), StringComparison.Ordinal);
    }

    private IEnumerable<string> Messages() => _webhook.Calls.Select(call => (string)JsonNode.Parse(call.Body)!["message"]!);

    /// <summary>As if the last alerts were older than any interval.</summary>
    private async Task AgeAsync() => await File.WriteAllLinesAsync(LastAlerts, (await File.ReadAllLinesAsync(LastAlerts)).Select(line => line.Split(' ')).Select(part => $"{part[0]} {long.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture) - 100_000} {part[2]}"));

    private Task<ScriptResult> AlertAsync(params string[] arguments) => _edge.RunAsync(Script, arguments);
}
