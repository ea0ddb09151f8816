using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>In production nothing has a default that a stranger could know, and nothing is open that was not opened.</summary>
public sealed class ProductionTests : IAsyncLifetime
{
    private const string Token = "production-service-token-of-the-tests";
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _server = new();
    private DatabaseProbe _database = null!;

    private Dictionary<string, string> Complete => new()
    {
        ["VESPID_ENV"] = "production",
        ["VESPID_DATA_DIR"] = _data.Path,
        ["DATABASE_URL"] = _database.ConnectionString,
        ["AUTH_TOKEN_SECRET"] = "production-auth-token-secret-of-the-tests",
        ["REFRESH_TOKEN_SECRET"] = "production-refresh-token-secret-of-the-tests",
        ["SECRETS_KEK_BASE64"] = SharedHost.Kek,
        ["INTERNAL_API_SERVICE_TOKEN"] = Token,
    };

    public async Task InitializeAsync() => _database = await DatabaseProbe.OpenAsync(_server.Path);

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _data.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Without_its_settings_it_does_not_start_and_names_each_of_them()
    {
        var settings = new Dictionary<string, string> { ["VESPID_ENV"] = "production", ["VESPID_DATA_DIR"] = _data.Path };
        string[] required = ["DATABASE_URL", "AUTH_TOKEN_SECRET", "REFRESH_TOKEN_SECRET", "SECRETS_KEK_BASE64", "INTERNAL_API_SERVICE_TOKEN"];

        var run = await VespidCommand.RunAsync(settings, "run");
        Assert.Equal(2, run.ExitCode);
        Assert.All(required, name => Assert.Contains(name, run.Errors, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Path));

        var check = await VespidCommand.RunAsync(settings, "check-config", "--json");
        Assert.Equal(2, check.ExitCode);
        var answer = JsonNode.Parse(check.Output)!;
        Assert.False((bool)answer["ok"]!);
        Assert.All(required, name => Assert.Contains(answer["errors"]!.AsArray(), error => ((string)error!).StartsWith(name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bad_setting_is_named_and_a_secret_one_is_not_shown()
    {
        (string Name, string Value, string Word)[] cases =
        [
            ("INTERNAL_API_SERVICE_TOKEN", "dev-gateway-token", "INTERNAL_API_SERVICE_TOKEN"),
            ("INTERNAL_API_SERVICE_TOKEN_PREVIOUS", "dev-gateway-token", "INTERNAL_API_SERVICE_TOKEN"),
            ("INTERNAL_API_SERVICE_TOKEN", "too-short-token", "characters"),
            ("AUTH_TOKEN_SECRET", "too-short-secret", "AUTH_TOKEN_SECRET"),
            ("SECRETS_KEK_BASE64", "bm90IDMyIGJ5dGVz", "SECRETS_KEK_BASE64"),
            ("AUTH_SIGNUP_MODE", "open", "AUTH_SIGNUP_MODE"),
            ("VESPID_PORT_OFFSET", "ten", "VESPID_PORT_OFFSET"),
            ("CHANNEL_OUTBOUND_MAX_ATTEMPTS", "0", "CHANNEL_OUTBOUND_MAX_ATTEMPTS"),
        ];
        var wrong = new List<string>();
        foreach (var (name, value, word) in cases)
        {
            var check = await VespidCommand.RunAsync(new Dictionary<string, string>(Complete) { [name] = value }, "check-config");
            var secret = value.Contains('-', StringComparison.Ordinal) || name.EndsWith("BASE64", StringComparison.Ordinal);
            if (check.ExitCode != 2 || !check.Errors.Contains(word, StringComparison.Ordinal) || (secret && check.Errors.Contains(value, StringComparison.Ordinal)))
                wrong.Add($"{name}={value}: exit code {check.ExitCode}, {check.Errors}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var sound = await VespidCommand.RunAsync(Complete, "check-config", "--json");
        var answer = JsonNode.Parse(sound.Output)!;
        Assert.Equal((0, true, "production", 0), (sound.ExitCode, (bool)answer["ok"]!, (string)answer["env"]!, answer["errors"]!.AsArray().Count));
    }

    [Fact]
    public async Task It_starts_closed()
    {
        await using var host = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), Complete);
        using var client = await ApiClient.SignInAsync(host);
        Assert.Equal(1, await _database.CountAsync("SELECT count(*) FROM users"));
        Assert.Equal(0, await _database.CountAsync("SELECT count(*) FROM channel_accounts"));
        Assert.Equal(404, (await RawHttp.SendAsync(HttpMethod.Get, new Uri(host.Control, "/stub/sent"))).Status);
        Assert.Equal("SIGNUP_CLOSED", (await RawHttp.PostAsync(new Uri(host.Control, "/v1/auth/signup"), """{"email":"a@example.com","password":"long enough"}""")).Code);
        Assert.Equal(401, (await RawHttp.PostAsync(new Uri(host.Control, "/internal/v1/channels/trigger-run"), "{}", ("x-service-token", "dev-gateway-token"))).Status);
        Assert.Equal(400, (await RawHttp.PostAsync(new Uri(host.Control, "/internal/v1/channels/trigger-run"), "{}", ("x-service-token", Token))).Status);

        // Without a secret nobody can prove anything; with one the message is let in.
        var account = await client.AddOpenAccountAsync("telegram", "main");
        Assert.Equal("unsigned_not_allowed", await client.ReasonOfAsync("telegram", "main", Messages.Direct("m-1")));
        await client.AddSecretAsync(account, "webhookSecretToken", "the-secret-of-this-hook");
        var signed = await RawHttp.PostAsync(
            new Uri(host.Ingress, "/ingress/channels/telegram/main"), Messages.Direct("m-1").ToJsonString(), ("x-telegram-bot-api-secret-token", "the-secret-of-this-hook"));
        Assert.Equal("accepted", signed.Reason);

        var nowhere = await client.AddAccountAsync("slack", "nowhere");
        var sent = await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{nowhere}/test-send", new JsonObject { ["conversationId"] = "c-1", ["text"] = "x" });
        Assert.Equal((false, "failed", "CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING"), ((bool)sent["ok"]!, (string)sent["result"]!["status"]!, (string)sent["result"]!["error"]!));

        // Ten failures a minute close the door, and say for how long.
        RawAnswer last = signed;
        for (var i = 0; i < 10 && last.Status != 429; i++)
            last = await RawHttp.PostAsync(new Uri(host.Ingress, "/ingress/channels/telegram/main"), Messages.Direct("m-2").ToJsonString());
        Assert.Equal((429, "rate_limited"), (last.Status, last.Code));
        Assert.InRange(last.RetryAfter!.Value.TotalSeconds, 1, 60);

        var cookie = Assert.Single((await LogInAsync(host, ApiClient.Password)).Cookies);
        Assert.Contains("secure", cookie.ToLowerInvariant(), StringComparison.Ordinal);
        for (var i = 0; i < 10 && (last = await LogInAsync(host, "a wrong password")).Status != 429; i++)
            Assert.Equal(401, last.Status);
        Assert.Equal((429, "RATE_LIMITED"), (last.Status, last.Code));
        Assert.InRange(last.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Equal(0, await host.StopAsync());
    }

    private static Task<RawAnswer> LogInAsync(HostProcess host, string password) => RawHttp.SendAsync(
        HttpMethod.Post,
        new Uri(host.Control, "/v1/auth/login"),
        Encoding.UTF8.GetBytes(new JsonObject { ["email"] = ApiClient.Email, ["password"] = password }.ToJsonString()));
}
