using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A vendor's HTTP API, and perhaps its socket, on loopback, with faults on demand. A vendor only says what it answers.</summary>
public abstract class FakeApi : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    public Uri Url => _server.Url;

    public FaultPlan Faults { get; } = new();

    /// <summary>Every request but the sockets'.</summary>
    public Ledger<ApiCall> Calls { get; } = new();

    /// <summary>Every connection that was accepted, in order.</summary>
    public Ledger<FakeSocket> Sockets { get; } = new();

    protected async Task ListenOnAsync(int port) => _server = await LoopbackServer.StartAsync(HandleAsync, port);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
    }

    /// <summary>Takes the call and says what to answer.</summary>
    protected abstract ApiAnswer Answer(ApiCall call);

    /// <summary>In the vendor's form; not accepted.</summary>
    protected virtual ApiAnswer Limited(int seconds) =>
        new(429, new JsonObject { ["message"] = "rate limited" }, ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>In the vendor's form; not accepted.</summary>
    protected virtual ApiAnswer Failed(int status, string description) => new(status, new JsonObject { ["message"] = description });

    /// <summary>Plays the vendor's part on a new connection. The request's headers and query are the connection's.</summary>
    protected virtual Task ServeAsync(FakeSocket socket) => socket.ListenAsync(_ => Task.CompletedTask);

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await AcceptAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var call = Calls.Add(order => new(order, context.Request.Method, context.Request.Path.Value ?? "/", headers, body, context.Request.QueryString.Value ?? ""));
        var fault = Faults.Take(call.Path, null);
        switch (fault)
        {
            case VendorFault.RateLimited limited:
                await WriteAsync(context, Limited(limited.RetryAfterSeconds));
                return;
            case VendorFault.Error error:
                await WriteAsync(context, Failed(error.Status, error.Description));
                return;
            case { Accepts: false }:
                await _server.PlayAsync(fault, context);
                return;
        }

        var answer = Answer(call);
        if (!await _server.PlayAsync(fault, context))
            await WriteAsync(context, answer);
    }

    private async Task AcceptAsync(HttpContext context)
    {
        if (Faults.Take(context.Request.Path.Value ?? "/", null) is VendorFault.Error error)
        {
            context.Response.StatusCode = error.Status;
            return;
        }

        using var accepted = await context.WebSockets.AcceptWebSocketAsync();
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var socket = new FakeSocket(accepted, context.Request.Path.Value + context.Request.QueryString.Value, headers, _server.Stopping);
        Sockets.Add(_ => socket);
        await ServeAsync(socket);
    }

    private static Task WriteAsync(HttpContext context, ApiAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body is null)
            return Task.CompletedTask;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }
}
