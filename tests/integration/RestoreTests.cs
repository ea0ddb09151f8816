using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Vespid.Storage.Server;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>
/// The disaster rehearsed with PostgreSQL's own tools: a backup is taken while replies wait, the replies arrive after it, the backup is put back. What
/// it still has to send has arrived already, so nothing of it may leave before an operator says so.
/// </summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const string Key = "restored";

    private readonly TemporaryFolder _data = new();
    private WebhookReceiver _receiver = null!;
    private HostProcess _host = null!;
    private string _organization = "";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_dump_that_is_put_back_sends_nothing_old_until_it_is_released_and_everything_new_at_once()
    {
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        var dump = Path.Combine(_data.Path, "vespid.dump");
        await WithWaitingRepliesAsync(() => ToolAsync(probe.ConnectionString, "pg_dump", "--format=custom", "--file", dump));

        // The disaster: another database takes the place of the first.
        await probe.ExecuteAsync("CREATE DATABASE restored");
        var restored = new NpgsqlConnectionStringBuilder(probe.ConnectionString) { Database = "restored" }.ConnectionString;
        await ToolAsync(restored, "pg_restore", "--exit-on-error", "--dbname", "restored", dump);
        await StartAsync(new() { ["DATABASE_URL"] = restored });

        await NothingOldLeavesAsync(new() { ["DATABASE_URL"] = restored });
    }

    [Fact]
    public async Task Files_that_are_put_back_are_known_by_the_log_and_a_discarded_reply_never_leaves()
    {
        var cluster = Path.Combine(_data.Path, "postgres");
        var copy = Path.Combine(_data.Path, "copy-of-postgres");
        await WithWaitingRepliesAsync(async () =>
        {
            await _host.StopAsync();
            await RunAsync("cp", new Dictionary<string, string>(), "-a", cluster, copy);
            await _host.DisposeAsync();
            await StartAsync();
        });

        await RunAsync("rm", new Dictionary<string, string>(), "-r", cluster);
        await RunAsync("mv", new Dictionary<string, string>(), copy, cluster);
        await StartAsync();

        await HeldAsync(2);
        var settings = Settings([]);
        var discarded = await VespidCommand.RunAsync(settings, "restore", "discard", "--reason", "all of it arrived", "--json");
        Assert.True(discarded.ExitCode == 0, discarded.Errors);
        Assert.Equal(2, (int)JsonNode.Parse(discarded.Output)!["outboxEntries"]!);
        await HeldAsync(0);
        await SendAsync(3);
        await _receiver.Deliveries.WaitForCountAsync(3, VendorHost.Patience);
        Assert.Equal(["echo: 1", "echo: 2", "echo: 3"], Texts());
    }

    /// <summary>Two replies wait for their receiver when the backup is taken, and arrive after it. Ends with the host stopped.</summary>
    private async Task WithWaitingRepliesAsync(Func<Task> backup)
    {
        using (var client = await _host.NewOrganizationAsync(Key))
        {
            _organization = client.Organization;
            await client.AddPublicAccountAsync("telegram", Key, more: new JsonObject { ["webhookUrl"] = _receiver.Url.ToString() });
        }

        // Long enough that nothing is tried again before the backup is done.
        _receiver.Faults.Add(new VendorFault.RateLimited(12));
        await SendAsync(1);
        await SendAsync(2);
        await _receiver.Requests.WaitForCountAsync(1, VendorHost.Patience);
        await using (var probe = await DatabaseProbe.OpenAsync(_data.Path))
            await Wait.UntilAsync(async () => await probe.CountAsync("SELECT count(*) FROM outbox WHERE status IN ('queued', 'retrying')") == 2, "two replies wait");

        await backup();
        Assert.Empty(_receiver.Deliveries.All);
        await _receiver.Deliveries.WaitForCountAsync(2, VendorHost.Patience);
        await using (var probe = await DatabaseProbe.OpenAsync(_data.Path))
            await Wait.UntilAsync(async () => await probe.CountAsync("SELECT count(*) FROM outbox WHERE status = 'sent'") == 2, "both replies are known to have left");
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private async Task NothingOldLeavesAsync(Dictionary<string, string> settings)
    {
        await HeldAsync(2);
        // What was found a second ago is told again until then.
        JsonNode health = new JsonObject();
        await Wait.UntilAsync(
            async () => (string?)(health = JsonNode.Parse(await _host.GetTextAsync(new Uri(_host.Health, "/healthz")))!)["dependencies"]!["restore"]!["state"] == "degraded",
            () => $"the restored backup is told; {health.ToJsonString()}", TimeSpan.FromSeconds(20));
        Assert.True((bool)health["ok"]!);

        // Work goes on meanwhile, in the very conversation whose replies are held.
        await SendAsync(3);
        await _receiver.Deliveries.WaitForCountAsync(3, VendorHost.Patience);
        Assert.Equal(["echo: 1", "echo: 2", "echo: 3"], Texts());

        var status = await VespidCommand.RunAsync(Settings(settings), "restore", "status", "--json");
        Assert.Equal((1, 2, "other_database"), (status.ExitCode, (int)JsonNode.Parse(status.Output)!["held"]!["outboxEntries"]!, (string)JsonNode.Parse(status.Output)!["holds"]![0]!["cause"]!));

        // An operator lets one organisation go on: the replies come a second time, and say so.
        var service = ("x-service-token", SharedHost.ServiceToken);
        var address = new Uri(_host.Control, "/internal/v1/restore");
        Assert.Equal(HttpStatusCode.Unauthorized, (await ChannelCalls.SendAsync(HttpMethod.Get, address, null)).Status);
        Assert.Equal(2, (int)(await ChannelCalls.SendAsync(HttpMethod.Get, address, null, service)).Body!["held"]!["outboxEntries"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChannelCalls.PostAsync(new Uri(address, "restore/release"), new JsonObject(), service)).Status);
        var released = await ChannelCalls.PostAsync(
            new Uri(address, "restore/release"), new JsonObject { ["by"] = "ann", ["reason"] = "the receiver wants them", ["organizationId"] = _organization }, service);
        Assert.Equal((HttpStatusCode.OK, 2), (released.Status, (int)released.Body!["outboxEntries"]!));

        await _receiver.Deliveries.WaitForCountAsync(5, VendorHost.Patience);
        Assert.Equal(["echo: 1", "echo: 2", "echo: 3", "echo: 1", "echo: 2"], Texts());
        await HeldAsync(0);
        await using var sql = NpgsqlDataSource.Create(settings["DATABASE_URL"]);
        await using var marked = sql.CreateCommand("SELECT count(*) FROM outbox WHERE possible_duplicate");
        Assert.Equal(2L, await marked.ExecuteScalarAsync());
        await using var audited = sql.CreateCommand("SELECT count(*) FROM audit_events WHERE action = 'restore.released' AND actor_id = 'ann'");
        Assert.Equal(1L, await audited.ExecuteScalarAsync());
    }

    private Task HeldAsync(int count)
    {
        var text = "";
        return Wait.UntilAsync(
            async () => (text = await _host.GetTextAsync(new Uri(_host.Metrics, "/metrics"))).Contains($"\nvespid_restore_held {count}\n", StringComparison.Ordinal),
            () => $"{count} are held; the host printed:\n{_host.Output}", TimeSpan.FromSeconds(20));
    }

    private List<string> Texts() => [.. _receiver.Deliveries.All.Select(delivery => (string)JsonNode.Parse(delivery.Body)!["text"]!)];

    private async Task SendAsync(int number)
    {
        var (status, body) = await ChannelCalls.PostAsync(new Uri(_host.Ingress, $"/ingress/channels/telegram/{Key}"), Updates.Private(77, number, $"{number}"));
        Assert.True(status == HttpStatusCode.Accepted && (string?)body!["reason"] == "accepted", body?.ToJsonString());
    }

    private async Task StartAsync(Dictionary<string, string>? more = null) => _host = await HostProcess.StartReadyAsync(
        _data.Path, PortOffsets.Take(), Settings(more ?? []), "--no-demo");

    private Dictionary<string, string> Settings(Dictionary<string, string> more) => new(more)
    {
        ["VESPID_DATA_DIR"] = _data.Path,
        ["INTERNAL_API_SERVICE_TOKEN"] = SharedHost.ServiceToken,
        ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
        ["CHANNEL_OUTBOUND_RETRY_BASE_MS"] = "500",
        ["AUTH_SIGNUP_PER_MIN"] = "1000",
    };

    private static Task ToolAsync(string connectionString, string program, params string[] arguments)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        return RunAsync(
            ServerPrograms.OnPath(program) ?? Path.Combine(ServersFolder(), program),
            new Dictionary<string, string>
            {
                ["PGHOST"] = target.Host!,
                ["PGPORT"] = target.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["PGUSER"] = target.Username!,
                ["PGPASSWORD"] = target.Password!,
                ["PGDATABASE"] = target.Database!,
            },
            arguments);
    }

    /// <summary>Where the server's programs are that a link on the path may lead to.</summary>
    private static string ServersFolder()
    {
        var server = Path.Combine(ServerPrograms.Find(null).Folder, "postgres");
        return Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;
    }

    private static async Task RunAsync(string program, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
    }
}
