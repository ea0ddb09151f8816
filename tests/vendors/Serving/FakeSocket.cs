using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>The vendor's end of a WebSocket connection.</summary>
public sealed class FakeSocket
{
    private readonly WebSocket _socket;
    private readonly CancellationToken _stopping;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource<int?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FakeSocket(WebSocket socket, string target, IReadOnlyDictionary<string, string> headers, CancellationToken stopping)
    {
        _socket = socket;
        _stopping = stopping;
        Target = target;
        Headers = headers;
    }

    /// <summary>Path and query.</summary>
    public string Target { get; }

    /// <summary>Lower-case names.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>What the client sent, in order.</summary>
    public Ledger<JsonObject> Received { get; } = new();

    /// <summary>The client's close status; null when it went without a word.</summary>
    public Task<int?> Ended => _ended.Task;

    public Task SendAsync(JsonObject message) => SendAsync(message.ToJsonString());

    public async Task SendAsync(string text)
    {
        await _writing.WaitAsync(_stopping);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _stopping);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task CloseAsync(int status) => _socket.CloseOutputAsync((WebSocketCloseStatus)status, null, _stopping);

    /// <summary>Cuts the connection.</summary>
    public void Drop() => _socket.Abort();

    /// <summary>Hands each message of the client to <paramref name="answer"/> until one of the two ends the connection.</summary>
    internal async Task ListenAsync(Func<JsonObject, Task> answer)
    {
        try
        {
            while (await ReadAsync() is { } text)
            {
                var message = JsonNode.Parse(text)!.AsObject();
                Received.Add(_ => message);
                await answer(message);
            }

            _ended.TrySetResult((int?)_socket.CloseStatus);
            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stopping);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            _ended.TrySetResult(null);
        }
    }

    private async Task<string?> ReadAsync()
    {
        using var message = new MemoryStream();
        var chunk = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(new ArraySegment<byte>(chunk), _stopping);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(chunk, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }
}
