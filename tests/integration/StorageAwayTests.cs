using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>While the database is away everybody is told so at once, and when it is back everything goes on by itself.</summary>
[Collection(AloneCollection.Name)]
[Trait("load", "alone")]
public sealed class StorageAwayTests : IAsyncLifetime
{
    private const int Tries = 3;

    private const string ServiceToken = "service-token-of-the-storage-tests";

    /// <summary>A vendor that waits longer gives up; what it sent must not be in doubt before that.</summary>
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MostBusyWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private HostProcess _host = null!;
    private ApiClient _client = null!;
    private string _workflow = "";
    private List<int> _paused = [];

    public async Task InitializeAsync()
    {
        _host = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["INTERNAL_API_SERVICE_TOKEN"] = ServiceToken,
                ["TELEGRAM_TRANSPORT_MODE"] = "stub",
                ["CHANNEL_INGRESS_RATE_PER_SEC"] = "100000",
                ["WORK_LEASE_SEC"] = "5",
            },
            "--no-demo");
        _client = await ApiClient.SignInAsync(_host);
        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        await _client.AddOpenAccountAsync("telegram", "away");
        _workflow = await _client.AddWorkflowAsync("telegram");
    }

    public async Task DisposeAsync()
    {
        // A test that fails meanwhile must not leave it so.
        DatabaseProcesses.Signal("CONT", _paused);
        _client.Dispose();
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_database_that_hangs_or_ends_is_said_to_be_away_and_comes_back_by_itself()
    {
        var load = new AcknowledgedLoad(_host.Ingress, "/ingress/channels/telegram/away", clients: 4, messagesEach: 250);
        var running = load.RunAsync();
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        await Wait.UntilAsync(() => Task.FromResult(load.Acknowledged.Count > 50), "50 messages are acknowledged");

        // Every connection of the writer is cut, again and again.
        for (var i = 0; i < 5; i++)
        {
            var before = load.Acknowledged.Count;
            await probe.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'vespid-writer-%'");
            await Wait.UntilAsync(() => Task.FromResult(load.Acknowledged.Count > before + 10 || running.IsCompleted), "messages are acknowledged again");
        }

        await BackAsync();

        // It hangs: nobody hears anything from it.
        var server = probe.ServerProcessId;
        DatabaseProcesses.Signal("STOP", _paused = DatabaseProcesses.Of(server));
        // Runs of one organisation are queued one after the other; nobody waits for all who came before.
        var asked = TimeProvider.System.GetTimestamp();
        var several = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RawHttp.PostAsync(new Uri(_host.Control, "/internal/v1/channels/trigger-run"), TriggerRun(), Service)));
        Assert.All(several, answer => Assert.Equal((503, "QUEUE_UNAVAILABLE"), (answer.Status, answer.Code)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, MostBusyWait);

        await AwayAsync();
        DatabaseProcesses.Signal("CONT", _paused);
        _paused = [];
        await BackAsync();

        // It ends without a word.
        DatabaseProcesses.Signal("KILL", [server, .. DatabaseProcesses.Of(server)]);
        await AwayAsync();
        await RestartAsync();
        await BackAsync();

        await running.WaitAsync(TimeSpan.FromSeconds(60));
        await using var after = await DatabaseProbe.OpenAsync(_data.Path);
        var stored = await after.ColumnAsync("SELECT conversation_id || ':' || text FROM inbound_messages WHERE status = 'accepted' AND conversation_id <> 'dm:u-1'");
        Assert.Equal(load.Acknowledged.Select(message => $"{message.Chat}:{message.Number}").Order(), stored.Order());
        await Wait.UntilAsync(
            async () => await after.CountAsync("SELECT (SELECT count(*) FROM runs WHERE status IN ('queued', 'running')) + (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending', 'retrying'))") == 0,
            () => "all work is done and all replies have come to an end",
            TimeSpan.FromSeconds(60));
        Assert.Equal(load.Total, await after.CountAsync("SELECT count(DISTINCT conversation_id || (payload ->> 'text')) FROM outbox WHERE conversation_id <> 'dm:u-1'"));
    }

    private async Task AwayAsync()
    {
        await Wait.UntilAsync(async () => await _host.StatusAsync("/readyz") == HttpStatusCode.ServiceUnavailable, () => "/readyz says that storage is away", Patience);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync("/livez"));

        var message = await TimedAsync(new Uri(_host.Ingress, "/ingress/channels/telegram/away"), Messages.Direct("away").ToJsonString());
        Assert.Equal(503, message.Status);
        Assert.Contains(message.Code, (string[])["STORAGE_UNAVAILABLE", "NO_ACTIVE_WRITER"]);
        var run = await TimedAsync(new Uri(_host.Control, "/internal/v1/channels/trigger-run"), TriggerRun());
        Assert.Equal((503, "QUEUE_UNAVAILABLE"), run);
        var list = await RawHttp.SendAsync(HttpMethod.Get, new Uri(_host.Control, $"/v1/orgs/{_client.Organization}/channels/accounts"), headers: ControlRoutes.Headers(_client));
        Assert.Equal(503, list.Status);
    }

    private async Task BackAsync()
    {
        await Wait.UntilAsync(async () => await _host.StatusAsync("/readyz") == HttpStatusCode.OK, () => $"/readyz says that all is well; it printed:\n{_host.Output}", Patience);
        JsonNode? answer = null;
        await Wait.UntilAsync(
            async () =>
            {
                (var status, answer) = await _client.IngressAsync("telegram", "away", Messages.Direct("back"));
                return status == HttpStatusCode.Accepted;
            },
            () => $"a message is taken; the last answer was {answer?.ToJsonString()}; the host printed:\n{_host.Output}",
            Patience);
        await Wait.UntilAsync(
            async () => (await RawHttp.PostAsync(new Uri(_host.Control, "/internal/v1/channels/trigger-run"), TriggerRun(), Service)).Status == 201, () => "a run is queued", Patience);
    }

    /// <summary>The fastest of three tries keeps the promise; the others may meet a busy machine.</summary>
    private static async Task<(int Status, string? Code)> TimedAsync(Uri url, string body)
    {
        var fastest = TimeSpan.MaxValue;
        (int, string?) last = default;
        for (var i = 0; i < Tries; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var answer = await RawHttp.PostAsync(url, body, Service);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            fastest = elapsed < fastest ? elapsed : fastest;
            Assert.Equal(503, answer.Status);
            Assert.NotNull(answer.RetryAfter);
            Assert.True(elapsed < MostBusyWait, $"{url.AbsolutePath} took {elapsed.TotalSeconds:F1} s.");
            last = (answer.Status, answer.Code);
        }

        Assert.True(fastest < MostWait, $"{url.AbsolutePath} took {fastest.TotalSeconds:F1} s at best.");
        return last;
    }

    private static (string, string) Service => ("x-service-token", ServiceToken);

    private string TriggerRun() => new JsonObject
    {
        ["organizationId"] = _client.Organization, ["workflowId"] = _workflow, ["requestedByUserId"] = "11111111-1111-7111-8111-111111111111", ["payload"] = null,
    }.ToJsonString();

    /// <summary>The server and its back ends. The server itself first, so that it cannot start others meanwhile.</summary>
    /// <summary>Starts the server again where it was, as its keeper would.</summary>
    private async Task RestartAsync()
    {
        await using var again = await DatabaseProbe.OpenAsync(_data.Path);
    }
}
