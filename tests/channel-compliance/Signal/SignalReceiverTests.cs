using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Signal;

public sealed class SignalReceiverTests : IAsyncLifetime
{
    private const string Said = """{"envelope":{"sourceUuid":"u-1","timestamp":1710000000123,"dataMessage":{"message":"hello"}},"account":"+15550001"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));
    private FakeSignalDaemon _daemon = null!;

    private ChannelAccount Account => Accounts.Of("signal", new() { ["apiBaseUrl"] = _daemon.Url.AbsoluteUri, ["receive"] = "events", ["number"] = "+15550001" });

    public async Task InitializeAsync() => _daemon = await FakeSignalDaemon.StartAsync();

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task The_event_stream_brings_messages_and_only_them()
    {
        _daemon.Push("not json");
        _daemon.Push("""{"envelope":{"sourceUuid":"u-1","timestamp":1,"typingMessage":{"action":"STARTED"}}}""");
        _daemon.Push(Said);
        await using var reception = Reception.Start(_host, Account);

        Assert.Equal("hello", Assert.Single(await reception.Sink.MessagesAsync(1)).Text);
        Assert.Equal("+15550001", _daemon.Calls.All[0].Query["account"]);
        Assert.True(reception.Sink.HeardCount > 0);
        await reception.StopAsync();
    }

    [Fact]
    public async Task The_end_of_the_stream_is_no_fault()
    {
        _daemon.Push("");
        await using var reception = Reception.Start(_host, Account);

        await reception.Running.WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task A_daemon_that_refuses_the_stream_is_tried_again()
    {
        _daemon.Faults.Add(new VendorFault.Error(503));
        await using var reception = Reception.Start(_host, Account);

        Assert.Equal((false, "signal_503"), (await reception.FailureAsync()) is var failure ? (failure.IsFatal, failure.Message) : default);
    }

    [Fact]
    public async Task Json_rpc_over_tcp_brings_messages_and_is_asked_for_a_sign_of_life()
    {
        await using var server = new LineServer(async peer =>
        {
            while (await peer.ReadAsync() is { } line)
            {
                var id = JsonNode.Parse(line)!["id"]!.GetValue<string>();
                await peer.SendAsync($$$$"""{"jsonrpc":"2.0","result":{"version":"0.13"},"id":"{{{{id}}}}"}""", "\n");
                await peer.SendAsync($$$$"""{"jsonrpc":"2.0","method":"receive","params":{{{{Said}}}}}""", "\n");
            }
        });
        await using var reception = Reception.Start(_host, RpcAccount(server.Port));

        Assert.Equal("hello", Assert.Single(await reception.Sink.MessagesAsync(1)).Text);
        await reception.StopAsync();
        await server.Peers.All[0].Gone.WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task A_broken_connection_ends_the_reception()
    {
        await using var server = new LineServer(async peer =>
        {
            await peer.ReadAsync();
            peer.Drop();
        });
        await using var reception = Reception.Start(_host, RpcAccount(server.Port));

        var ended = await Record.ExceptionAsync(() => reception.Running.WaitAsync(Patience, TimeProvider.System));
        Assert.True(ended is null or ReceiverException { IsFatal: false }, ended?.ToString());
    }

    [Fact]
    public async Task No_private_address_is_reached_that_the_operator_does_not_allow()
    {
        using var strict = new ChannelsHost();
        await using var server = new LineServer(peer => peer.ReadAsync());
        await using var reception = Reception.Start(strict, RpcAccount(server.Port));

        Assert.True((await reception.FailureAsync()).IsFatal);
        Assert.Equal(0, server.Peers.Count);
        Assert.Null(strict.Receiver("signal").ConnectionKey(Account));
    }

    [Fact]
    public void An_account_receives_this_way_only_when_it_says_so()
    {
        Assert.Equal("signal:+15550001", _host.Receiver("signal").ConnectionKey(Account));
        Assert.Null(_host.Receiver("signal").ConnectionKey(Accounts.Of("signal", new() { ["apiBaseUrl"] = _daemon.Url.AbsoluteUri })));
    }

    [Fact]
    public async Task The_probe_says_what_is_wrong()
    {
        var probe = _host.Probe("signal");
        Assert.True(probe.Applies(Account));
        Assert.False(probe.Applies(Accounts.Of("signal")));
        Assert.Null(await probe.ProbeAsync(Account, CancellationToken.None));
        _daemon.Faults.Add(new VendorFault.Error(500));
        Assert.Equal("sidecar_500", await probe.ProbeAsync(Account, CancellationToken.None));

        await _daemon.DisposeAsync();
        Assert.Equal("sidecar_connection_failed", await probe.ProbeAsync(Account, CancellationToken.None));
    }

    private static ChannelAccount RpcAccount(int port) => Accounts.Of("signal", new() { ["rpcUrl"] = $"tcp://127.0.0.1:{port}", ["receive"] = "rpc" });
}
