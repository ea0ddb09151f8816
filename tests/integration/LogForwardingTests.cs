using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A running process gives its log lines to a collector, and its callers never wait for one that hangs.</summary>
public sealed class LogForwardingTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly TcpListener _collector = new(IPAddress.Loopback, 0);
    private readonly TcpListener _hung = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly CancellationTokenSource _end = new();
    private HostProcess _host = null!;
    private Task _reading = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _collector.Start();
        _hung.Start();
        _reading = ReadAsync();
        _host = await HostProcess.StartReadyAsync(
            _data.Path, PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["LOG_FORWARD_ENDPOINT"] = $"tcp://{_collector.LocalEndpoint},tcp://{_hung.LocalEndpoint},stdout",
                ["LOG_FORWARD_QUEUE"] = "16",
                ["VESPID_LOG_LEVEL"] = "Debug",
                ["VESPID_BUILD_SHA"] = "f0e4edc",
                ["INTERNAL_API_SERVICE_TOKEN"] = SharedHost.ServiceToken,
            },
            "--no-demo");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _collector.Stop();
        _hung.Stop();
        _end.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Each_line_says_where_it_comes_from_and_the_last_words_arrive_too()
    {
        var check = await VespidCommand.RunAsync(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = _data.Path }, "check-config", "--json");
        Assert.Equal(0, check.ExitCode);
        await Wait.UntilAsync(() => Task.FromResult(_lines.Any(line => line.Contains("storage.lease.held", StringComparison.Ordinal))), "the lease is told");
        Assert.All(_lines, line =>
        {
            var entry = JsonNode.Parse(line)!;
            Assert.Equal(("local", "f0e4edc", "", ""), ((string)entry["env"]!, (string)entry["build_sha"]!, (string)entry["persona_tag"]!, (string)entry["chat_id_hash"]!));
            Assert.Equal(64, ((string)entry["config_manifest_hash"]!).Length);
        });
        Assert.Single(_lines.Select(line => (string)JsonNode.Parse(line)!["config_manifest_hash"]!).Distinct());

        var figures = await _host.GetTextAsync(new Uri(_host.Metrics, "/metrics"));
        Assert.Matches("vespid_log_forwarded_total\\{target=\"tcp\"\\} [1-9]", figures);
        Assert.Equal(0, await _host.StopAsync());
        await Wait.UntilAsync(
            () => Task.FromResult(_lines.Any(line => line.Contains("storage.lease.lost", StringComparison.Ordinal))), () => $"the last words arrive; there are {_lines.Count} lines", TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(_lines, line => line.Contains(SharedHost.ServiceToken, StringComparison.Ordinal));

        // Standard output has them as well, and standard error has had them all along.
        Assert.Equal(2, _host.Output.Split('\n').Count(line => line.Contains("\"event\":\"storage.lease.held\"", StringComparison.Ordinal)));
    }

    private async Task ReadAsync()
    {
        using var socket = await _collector.AcceptSocketAsync(_end.Token);
        using var reader = new StreamReader(new NetworkStream(socket));
        while (await reader.ReadLineAsync(_end.Token) is { } line)
            _lines.Enqueue(line);
    }
}
