using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A pair is restarted one after the other under load: whoever is answered is answered 202 or 503 with the time to wait, and nothing that was acknowledged is lost.</summary>
[Collection(AloneCollection.Name)]
[Trait("load", "alone")]
public sealed class RollingRestartTests : IAsyncLifetime
{
    private const string Key = "rolling";
    private const int Clients = 6;

    /// <summary>Connections that the system had queued for a port at the moment it closed: nobody had read them, so their message goes to the other process.</summary>
    private const int MostCutOff = 6;

    private static readonly Dictionary<string, string> Settings = new() { ["TELEGRAM_TRANSPORT_MODE"] = "stub", ["CHANNEL_INGRESS_RATE_PER_SEC"] = "100000" };

    private readonly TemporaryFolder _data = new();
    private readonly ConcurrentQueue<string> _acknowledged = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly HostProcess[] _pair = new HostProcess[2];
    private int _refused;
    private int _cutOff;
    private volatile bool _done;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < _pair.Length; i++)
            _pair[i] = await HostProcess.StartReadyAsync(_data.Path, PortOffsets.Take(), Settings, "--no-demo");
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _pair)
            await host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Nobody_fails_but_by_503_with_Retry_After_and_nothing_acknowledged_is_lost()
    {
        using (var client = await ApiClient.SignInAsync(_pair[0]))
        {
            await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
            await client.AddOpenAccountAsync("telegram", Key);
        }

        var clients = Enumerable.Range(0, Clients).Select(RunClientAsync).ToList();
        await AcknowledgedAsync(200);
        foreach (var standby in (bool[])[true, false])
        {
            var i = await IsActiveAsync(_pair[0]) == standby ? 1 : 0;
            var offset = _pair[i].PortOffset;
            Assert.Equal(0, await _pair[i].StopAsync());
            await _pair[i].DisposeAsync();
            await AcknowledgedAsync(100);
            _pair[i] = await HostProcess.StartReadyAsync(_data.Path, offset, Settings, "--no-demo");
            await AcknowledgedAsync(100);
        }

        _done = true;
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(_cutOff, 0, MostCutOff);
        Assert.True(_failures.IsEmpty, $"{_failures.Count} of {_acknowledged.Count + _refused + _failures.Count} requests failed: {string.Join("; ", _failures.Take(5))}");

        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        var rows = await probe.ColumnAsync("SELECT text FROM inbound_messages WHERE status = 'accepted'");
        var stored = rows.ToHashSet();
        Assert.Equal(rows.Count, stored.Count);
        Assert.DoesNotContain(_acknowledged, text => !stored.Contains(text));
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM outbox WHERE status = 'sent'") == stored.Count,
            () => $"all {stored.Count} messages are answered", TimeSpan.FromSeconds(60));
    }

    /// <summary>A vendor behind a proxy: who cannot be connected to is passed over for the other, and what is refused with 503 is sent again.</summary>
    private async Task RunClientAsync(int client)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(20) };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var number = 0; !_done; number++)
        {
            var text = $"{client}-{number}";
            for (var attempt = client + number; !await TrySendAsync(http, _pair[attempt % _pair.Length], 20_000 + client, number, text) && !_done; attempt++)
                await pause.WaitForNextTickAsync();
            await pause.WaitForNextTickAsync();
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, HostProcess host, int chat, int number, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Ingress, $"/ingress/channels/telegram/{Key}"));
        request.Content = new StringContent(Updates.Private(chat, number + 1, text).ToJsonString(), Encoding.UTF8, "application/json");
        // A kept connection may be closed at the very moment of its next use; no proxy's retry stands in here.
        request.Headers.ConnectionClose = true;
        try
        {
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                _acknowledged.Enqueue(text);
                return true;
            }

            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
                Interlocked.Increment(ref _refused);
            else
                _failures.Enqueue($"{text}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return false;
        }
        catch (HttpRequestException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return false;
        }
        catch (HttpRequestException fault) when (SocketFaultOf(fault) == SocketError.ConnectionReset)
        {
            Interlocked.Increment(ref _cutOff);
            return false;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            _failures.Enqueue($"{text}: {fault.GetType().Name} {fault.InnerException?.Message ?? fault.Message}");
            return false;
        }
    }

    private static SocketError? SocketFaultOf(Exception? fault) =>
        fault is null ? null : fault is SocketException socket ? socket.SocketErrorCode : SocketFaultOf(fault.InnerException);

    private Task AcknowledgedAsync(int more)
    {
        var before = _acknowledged.Count;
        return Wait.UntilAsync(
            () => Task.FromResult(_acknowledged.Count >= before + more), () => $"{more} more messages are acknowledged; {_failures.Count} failed: {string.Join("; ", _failures.Take(5))}",
            TimeSpan.FromSeconds(60));
    }

    private static async Task<bool> IsActiveAsync(HostProcess host) =>
        (bool)JsonNode.Parse(await host.GetTextAsync(new Uri(host.Health, "/healthz")))!["active"]!;
}
