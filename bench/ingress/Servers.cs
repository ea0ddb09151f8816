using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage.Server;

namespace Vespid.Bench.Ingress;

/// <summary>The private database and the two servers on it, each a process of its own.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Servers : IAsyncDisposable
{
    private const int Offset = 17_000;
    private const int LimitPort = 20_500;
    private const string Email = "bench@example.com";
    private const string Password = "bench password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-bench-");
    private readonly List<Process> _processes = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private PrivatePostgres? _postgres;

    public Target Ours { get; } = new("ours, accepted + run", 3002 + Offset, "/ingress/channels/telegram/bench", "\"workflowsTriggered\":1");

    public Target Limit { get; } = new("limit", LimitPort, "/", null);

    public async Task StartAsync()
    {
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_001_001);
        _postgres = await PrivatePostgres.StartAsync(_folder.FullName, TimeProvider.System, NullLogger.Instance);
        await CreateDatabaseAsync("ours");
        await CreateDatabaseAsync("bench_limit");

        Start("vespid-bench-limit.dll", [LimitPort.ToString(CultureInfo.InvariantCulture), Database("bench_limit")], []);
        Start("vespid.dll", ["run", "--no-demo"], new()
        {
            ["DATABASE_URL"] = Database("ours"),
            ["VESPID_DATA_DIR"] = _folder.FullName,
            ["VESPID_PORT_OFFSET"] = Offset.ToString(CultureInfo.InvariantCulture),
            ["VESPID_LOG_LEVEL"] = "Warning",
            ["CHANNEL_INGRESS_RATE_PER_SEC"] = "1000000",
            ["AUTH_USERNAME"] = Email,
            ["AUTH_PASSWORD"] = Password,
        });
        await UntilAnsweredAsync($"http://127.0.0.1:{8080 + Offset}/readyz");
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Where(process => !process.HasExited))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Database(string name) => new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Database = name }.ConnectionString;

    private async Task CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(_postgres!.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
    }

    private void Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _processes.Add(Process.Start(start)!);
    }

    private async Task UntilAnsweredAsync(string url)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var answer = await _http.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"{url} did not answer within a minute.");
    }

    /// <summary>An open account and a workflow that fires on each message.</summary>
    private async Task PrepareAsync()
    {
        JsonNode? session = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        for (var i = 0; i < 100 && session is null; i++)
        {
            await timer.WaitForNextTickAsync();
            session = await SendAsync(HttpMethod.Post, "/v1/auth/login", new JsonObject { ["email"] = Email, ["password"] = Password });
        }

        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session?["session"]?["token"] ?? throw new TimeoutException("No sign-in within 30 s."));
        var organization = (string)(await SendAsync(HttpMethod.Get, "/v1/me"))!["defaultOrgId"]!;
        _http.DefaultRequestHeaders.Add("x-org-id", organization);
        var account = await SendAsync(
            HttpMethod.Post,
            $"/v1/orgs/{organization}/channels/accounts",
            new JsonObject { ["channelId"] = "telegram", ["accountKey"] = "bench", ["dmPolicy"] = "open" });
        await SendAsync(
            HttpMethod.Put, $"/v1/orgs/{organization}/channels/accounts/{account!["account"]!["id"]}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        var workflow = await SendAsync(
            HttpMethod.Post,
            $"/v1/orgs/{organization}/workflows",
            JsonNode.Parse("""{"name":"bench","dsl":{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram"}},"nodes":[{"id":"n1","type":"agent.execute"}]}}"""));
        await SendAsync(HttpMethod.Post, $"/v1/orgs/{organization}/workflows/{workflow!["workflow"]!["id"]}/publish", new JsonObject());
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{3001 + Offset}{path}");
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return null;
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync());
    }
}
