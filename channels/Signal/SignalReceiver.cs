using System.Text;

namespace Vespid.Channels;

/// <summary>
/// Receives from signal-cli's daemon: its event stream over HTTP (<c>receive</c> = <c>events</c>), or JSON-RPC over TCP (<c>receive</c> = <c>rpc</c>, at
/// <c>rpcUrl</c>). The daemon keeps nothing for us, so there is no cursor. Source: signal-cli-jsonrpc(5).
/// </summary>
internal sealed class SignalReceiver(TenantHttp http, GuardedConnect connect, SignalReader reader, TimeProvider time) : IChannelReceiver
{
    private const int MaxLine = 4 * 1024 * 1024;
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public string ChannelId => "signal";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account)
    {
        var receives = account.Setting(Connections.ReceiveSetting) switch
        {
            "events" => http.BaseOf(account) is not null,
            "rpc" => RpcOf(account) is not null,
            _ => false,
        };
        return receives ? $"signal:{account.Setting("number") ?? account.Id.ToString()}" : null;
    }

    public Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken) =>
        account.Setting(Connections.ReceiveSetting) == "rpc" ? RpcAsync(account, sink, cancellationToken) : EventsAsync(account, sink, cancellationToken);

    private async Task EventsAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var root = http.BaseOf(account) ?? throw new ReceiverException("signal_base_url_refused", isFatal: true);
        var path = "api/v1/events" + (account.Setting("number") is { } number ? "?account=" + Uri.EscapeDataString(number) : string.Empty);
        using var response = await http.OpenAsync(
            TenantHttp.At(root, path), request => request.Headers.TryAddWithoutValidation("Accept", "text/event-stream"), time, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new ReceiverException($"signal_{(int)response.StatusCode}");
        await sink.ConnectedAsync(cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = new EventStream(new LineReader(stream, MaxLine, sink.Heard), MaxLine);
        while (await events.ReadAsync(cancellationToken) is { } received)
            await DeliverAsync(received.Data, account, sink, cancellationToken);
    }

    private async Task RpcAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var address = RpcOf(account) ?? throw new ReceiverException("signal_rpc_url_invalid", isFatal: true);
        await using var stream = await OpenAsync(address, cancellationToken);
        await sink.ConnectedAsync(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(stream, ended.Token);
        try
        {
            var lines = new LineReader(stream, MaxLine, sink.Heard);
            while (await lines.ReadAsync(cancellationToken) is { } line)
                await DeliverAsync(line, account, sink, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A quiet daemon says nothing at all; the answer to this is the sign of life.
    private async Task AskAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (var n = 1L; ; n++)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","method":"version","id":"alive-{{n}}"}""" + "\n"), cancellationToken);
            await Task.Delay(AskEvery, time, cancellationToken);
        }
    }

    private async Task DeliverAsync(string json, ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        if (!JsonBody.TryParseAnswer(Encoding.UTF8.GetBytes(json), out var body) || !(body["params"]["envelope"].IsObject
            || body["params"]["result"]["envelope"].IsObject || body["envelope"].IsObject))
            return;
        var read = reader.Read(body, ReceivedRequest.Of(account), account);
        if (read.Messages.Length > 0)
            await sink.DeliverAsync(read.Messages, null, cancellationToken);
    }

    private async Task<Stream> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await connect.ConnectAsync(address.Host, address.Port, either.Token);
        }
        catch (AddressRefusedException)
        {
            throw new ReceiverException("signal_address_refused", isFatal: true);
        }
        catch (Exception fault) when (fault is System.Net.Sockets.SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException("signal_unreachable");
        }
    }

    private static Uri? RpcOf(ChannelAccount account) =>
        Uri.TryCreate(account.Setting("rpcUrl"), UriKind.Absolute, out var url) && url is { Scheme: "tcp", Host.Length: > 0, Port: > 0 } ? url : null;
}
