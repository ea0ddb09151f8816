using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A release as a cluster does it: a silo is added before one is taken away, behind a gateway that stays, while messages come in.</summary>
public sealed class RollingReleaseTests : IAsyncLifetime
{
    private const int Clients = 4;

    private static readonly Dictionary<string, string> Silo = new()
    {
        ["VESPID_ROLE"] = "silo", ["TELEGRAM_TRANSPORT_MODE"] = "stub", ["CHANNEL_INGRESS_RATE_PER_SEC"] = "100000",
    };

    private readonly TemporaryFolder _data = new();
    private readonly List<HostProcess> _hosts = [];
    private readonly ConcurrentQueue<(int Client, int Number)> _acknowledged = new();
    private readonly ConcurrentQueue<string> _other = new();
    private readonly CancellationTokenSource _gone = new();
    private volatile bool _ends;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _gone.CancelAsync();
        foreach (var host in _hosts)
            await host.DisposeAsync();
        _data.Dispose();
        _gone.Dispose();
    }

    [Fact]
    public async Task Nothing_is_refused_but_with_503_and_Retry_After_and_nothing_acknowledged_is_lost()
    {
        var (first, second) = (await StartAsync(Silo), await StartAsync(Silo));
        var gateway = await StartAsync(new Dictionary<string, string>(Silo) { ["VESPID_ROLE"] = "gateway" });
        using (var client = await ApiClient.SignInAsync(gateway))
        {
            await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
            await client.AddOpenAccountAsync("telegram", "rolling");
        }

        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => SendAsync(gateway, client)));
        await MoreAsync(100, "before");
        foreach (var old in (HostProcess[])[second, first])
        {
            await StartAsync(Silo);
            Assert.Equal(0, await old.StopAsync());
            await MoreAsync(100, "after a silo was replaced");
        }

        _ends = true;
        await load.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(_other, answer => Assert.Equal("503 with Retry-After", answer));
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        var stored = await probe.ColumnAsync("SELECT conversation_id || ':' || text FROM inbound_messages WHERE status = 'accepted'");
        Assert.Equal(_acknowledged.Select(one => $"{Chat(one.Client)}:{one.Number}").Order(), stored.Order());
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM outbox WHERE status = 'sent'") == _acknowledged.Count,
            () => $"each of {_acknowledged.Count} messages is answered",
            TimeSpan.FromSeconds(30));
    }

    private async Task<HostProcess> StartAsync(Dictionary<string, string> settings)
    {
        var host = HostProcess.Start(_data.Path, PortOffsets.Take(), settings, "--no-demo");
        _hosts.Add(host);
        await host.WaitUntilReadyAsync();
        return host;
    }

    /// <summary>Sends one message after the other; each again until it is acknowledged.</summary>
    private async Task SendAsync(HostProcess gateway, int client)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var number = 0; !_ends; number++)
        {
            // As a vendor does: what is sent again is the same update.
            var update = Updates.Private(Chat(client), number + 1, number.ToString(CultureInfo.InvariantCulture)).ToJsonString();
            while (!await TrySendAsync(http, gateway, update))
                await pause.WaitForNextTickAsync(_gone.Token);
            _acknowledged.Enqueue((client, number));
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, HostProcess gateway, string update)
    {
        using var content = new StringContent(update, System.Text.Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.PostAsync(new Uri(gateway.Ingress, "/ingress/channels/telegram/rolling"), content);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                return true;
            _other.Enqueue($"{(int)answer.StatusCode}{(answer.Headers.RetryAfter is null ? "" : " with Retry-After")}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            _other.Enqueue(fault.Message);
        }

        return false;
    }

    private Task MoreAsync(int messages, string when)
    {
        var before = _acknowledged.Count;
        return Wait.UntilAsync(
            () => Task.FromResult(_acknowledged.Count >= before + messages),
            () => $"{messages} messages are acknowledged {when}; other answers: {string.Join(", ", _other.GroupBy(one => one).Select(one => $"{one.Count()} {one.Key}"))}",
            TimeSpan.FromSeconds(30));
    }

    private static long Chat(int client) => 20_000 + client;
}
