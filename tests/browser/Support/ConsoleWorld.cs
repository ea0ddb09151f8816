using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Browser.Support;

/// <summary>A host with something to see on every page, and a browser.</summary>
public sealed class ConsoleWorld : IAsyncLifetime
{
    public const string Member = "member@example.com";
    public const string Admin = "admin@example.com";

    /// <summary>What a stranger may call himself.</summary>
    public const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    private readonly TemporaryFolder _data = new();
    private DatabaseProbe? _database;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public HostProcess Host { get; private set; } = null!;

    /// <summary>The deployment's operator, who owns the organisation of the pages.</summary>
    internal ApiClient Operator { get; private set; } = null!;

    internal EdgeFleet Fleet { get; private set; } = null!;

    internal DatabaseProbe Database => _database!;

    public string AccountId { get; private set; } = "";

    public string SessionId { get; private set; } = "";

    public string NodeId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
            return;
        Host = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["AUTH_SIGNUP_PER_MIN"] = "1000",
                ["AUTH_SIGNIN_PER_MIN"] = "1000",
                ["EDGE_GROUP_WAIT"] = "0",
            },
            "--no-demo");
        _database = await DatabaseProbe.OpenAsync(_data.Path);
        Operator = await ApiClient.SignInAsync(Host);
        await FillRuntimeAsync();
        await FillUsersAsync();
        await FillEdgesAsync();
        await RoomRows.FillAsync(_database);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Visitor.Patience);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Operator?.Dispose();
        Fleet?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
        if (Host is not null)
            await Host.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>A browser of its own: no cookie, and a page that fails the test when a script fails or something is blocked.</summary>
    internal async Task<Visitor> VisitAsync(string? email = null, ColorScheme theme = ColorScheme.Light, int width = Visitor.DesktopWidth)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Host.Control.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var visitor = new Visitor(context, await context.NewPageAsync());
        if (email is not null)
            await visitor.SignInAsync(email, ApiClient.Password);
        return visitor;
    }

    private async Task FillRuntimeAsync()
    {
        await Operator.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo", ["name"] = "Northwind Support" });
        AccountId = await Operator.AddOpenAccountAsync("zalouser", "support-desk", new JsonObject { ["displayName"] = Hostile, ["webhookUrl"] = "https://10.0.0.1/hook" });
        for (var i = 1; i <= 6; i++)
            Assert.Equal("accepted", await Operator.ReasonOfAsync("zalouser", "support-desk", Messages.Direct($"m-{i}", i == 2 ? Hostile : $"Where is my order number {i}?", $"customer-{i % 3}")));
        await Operator.AddAccountAsync("telegram", "front-door", new JsonObject { ["displayName"] = "Front door", ["metadata"] = new JsonObject { ["transport"] = "stub" } });
        foreach (var sender in (string[])["alice", "bob", Hostile])
            Assert.Equal("dm_pairing_required", await Operator.ReasonOfAsync("telegram", "front-door", Messages.Direct($"p-{sender.Length}", "May I?", sender)));
        var troubled = await Operator.AddAccountAsync("discord", "community");
        await Operator.OrganizationAsync(HttpMethod.Patch, $"/channels/accounts/{troubled}", new JsonObject { ["status"] = "error", ["lastError"] = "discord_401: the platform refuses the token" });
        await Wait.UntilAsync(
            async () => (await Operator.OrganizationAsync(HttpMethod.Get, "/dead-letters"))["entries"]!.AsArray().Count == 6, "all replies are dead letters");
        SessionId = (string)(await Operator.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]![0]!["id"]!;
    }

    /// <summary>A member of one organisation who manages none, and an admin who is no operator.</summary>
    private async Task FillUsersAsync()
    {
        using var member = await ApiClient.SignUpAsync(Host, Member);
        using var admin = await ApiClient.SignUpAsync(Host, Admin);
        var id = (string)(await member.ControlAsync(HttpMethod.Get, "/v1/me")).Body!["user"]!["id"]!;
        await member.OrganizationAsync(HttpMethod.Post, "/members", new JsonObject { ["email"] = ApiClient.Email, ["role"] = "owner" });
        await member.OrganizationAsync(HttpMethod.Delete, $"/members/{id}");
        await Operator.OrganizationAsync(HttpMethod.Post, "/members", new JsonObject { ["email"] = Member, ["role"] = "member" });
    }

    private async Task FillEdgesAsync()
    {
        Fleet = await EdgeFleet.CreateAsync(Host, "acme");
        var good = await Fleet.RegisterAsync("waw-1");
        var bad = await Fleet.RegisterAsync("fra-2");
        NodeId = bad.NodeId;
        (await good.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        (await bad.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        await PastAsync(bad.NodeId);
        (await bad.ReportAsync(EdgeFleet.Unhealthy)).Expect(200);
        await Wait.UntilAsync(
            async () => (await Fleet.AsOperatorAsync(HttpMethod.Get, "/api/alerts")).Expect(200).Json["alerts"]!.AsArray().Count > 0, "an alert fires");
        (await Fleet.AsOperatorAsync(HttpMethod.Post, "/api/alerts/silences", new JsonObject
        {
            ["reason"] = "Carrier works on the line",
            ["kind"] = "maintenance",
            ["organizationId"] = Fleet.Owner.Organization,
            ["matchers"] = new JsonObject { ["node"] = good.NodeId },
            ["endsAt"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("O", CultureInfo.InvariantCulture),
        })).Expect(201);
    }

    /// <summary>A day of ups and downs, as it would stand in the history.</summary>
    private async Task PastAsync(string nodeId)
    {
        (int HoursAgo, string Type, string Subject, string From, string To)[] past =
        [
            (23, "transition", "xray-client:3080", "unknown", "healthy"), (18, "transition", "xray-client:3080", "healthy", "unhealthy"),
            (17, "transition", "xray-client:3080", "unhealthy", "healthy"), (22, "channel", "xray", "unknown", "active"), (9, "channel", "awg", "active", "failed_handshake"),
            (6, "channel", "awg", "failed_handshake", "active"), (23, "liveness", "reports", "registered", "online"), (12, "liveness", "reports", "online", "stale"),
            (11, "liveness", "reports", "stale", "online"),
        ];
        for (var i = 0; i < past.Length; i++)
        {
            var (hours, type, subject, from, to) = past[i];
            await Database.ExecuteAsync($"""
                INSERT INTO edge_events (id, organization_id, partner_id, node_id, label, region, type, subject, from_state, to_state, observed_at)
                SELECT (lpad(to_hex((extract(epoch FROM now() - interval '{hours} hours') * 1000)::bigint), 12, '0') || '70008000' || lpad('{i}', 12, '0'))::uuid,
                    organization_id, partner_id, node_id, label, region, '{type}', {(type == "liveness" ? "NULL" : $"'{subject}'")}, '{from}', '{to}', now() - interval '{hours} hours'
                FROM edges WHERE node_id = '{nodeId}'
                """);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ConsoleWorldCollection : ICollectionFixture<ConsoleWorld>
{
    public const string Name = "console";
}
