using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A Nostr relay: subscriptions, published events with their verdict, and what a test pushes.</summary>
public sealed class FakeRelay : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(WebSocket Socket, SemaphoreSlim Writing)> _clients = [];
    private LoopbackServer _server = null!;

    private FakeRelay()
    {
    }

    public string Url => "ws://" + _server.Url.Authority;

    /// <summary>Filters of subscriptions, the signs of life apart.</summary>
    public Ledger<JsonObject> Subscriptions { get; } = new();

    /// <summary>Events that were published.</summary>
    public Ledger<JsonObject> Published { get; } = new();

    /// <summary>Events that a subscription gets at once.</summary>
    public List<string> Stored { get; } = [];

    /// <summary>Verdict on published events: null takes them, a text refuses.</summary>
    public string? Refusal { get; set; }

    /// <summary>No verdict at all.</summary>
    public bool Mute { get; set; }

    /// <summary>Cuts the connection when an event is published.</summary>
    public bool Drops { get; set; }

    public static async Task<FakeRelay> StartAsync()
    {
        var relay = new FakeRelay();
        relay._server = await LoopbackServer.StartAsync(relay.ServeAsync, 0);
        return relay;
    }

    /// <summary>Sends to all clients.</summary>
    public async Task PushAsync(string message)
    {
        List<(WebSocket, SemaphoreSlim)> clients;
        lock (_gate)
            clients = [.. _clients];
        foreach (var (socket, writing) in clients)
            await SendAsync(socket, writing, message);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var writing = new SemaphoreSlim(1, 1);
        lock (_gate)
            _clients.Add((socket, writing));
        try
        {
            while (await ReadAsync(socket) is { } text)
                await HandleAsync(context, socket, writing, JsonNode.Parse(text)!.AsArray());
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _server.Stopping);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            // The client left.
        }
        finally
        {
            lock (_gate)
                _clients.Remove((socket, writing));
        }
    }

    private async Task HandleAsync(HttpContext context, WebSocket socket, SemaphoreSlim writing, JsonArray message)
    {
        var name = message[1] as JsonValue;
        switch (message[0]!.GetValue<string>())
        {
            case "REQ":
                var filter = message[2]!.AsObject();
                if (filter.ContainsKey("kinds"))
                {
                    foreach (var stored in Stored)
                        await SendAsync(socket, writing, $"[\"EVENT\",{name!.ToJsonString()},{stored}]");
                }

                await SendAsync(socket, writing, $"[\"EOSE\",{name!.ToJsonString()}]");
                if (filter.ContainsKey("kinds"))
                    Subscriptions.Record((JsonObject)filter.DeepClone());
                break;
            case "EVENT" when Drops:
                context.Abort();
                break;
            case "EVENT":
                var published = message[1]!.AsObject();
                Published.Record((JsonObject)published.DeepClone());
                if (!Mute)
                    await SendAsync(socket, writing, new JsonArray("OK", published["id"]!.DeepClone(), Refusal is null, Refusal ?? string.Empty).ToJsonString());
                break;
        }
    }

    private async Task SendAsync(WebSocket socket, SemaphoreSlim writing, string text)
    {
        await writing.WaitAsync(_server.Stopping);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _server.Stopping);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<string?> ReadAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var chunk = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(new ArraySegment<byte>(chunk), _server.Stopping);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(chunk, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }
}
