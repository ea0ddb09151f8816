using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A server that an account names, on loopback: records calls, plays faults, and leaves the rest to the vendor, streams and held calls among it.</summary>
public abstract class FakeServer : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    private protected FakeServer()
    {
    }

    public Uri Url => _server.Url;

    public FaultPlan Faults { get; } = new();

    public Ledger<ServerCall> Calls { get; } = new();

    /// <summary>Ends whatever hangs.</summary>
    protected CancellationToken Stopping => _server.Stopping;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private protected async Task ListenAsync() => _server = await LoopbackServer.StartAsync(HandleAsync, 0);

    /// <summary>Name under which faults are planned for the call.</summary>
    private protected abstract string NameOf(ServerCall call);

    /// <summary>Where a call takes its fault from, if it has one.</summary>
    private protected virtual FaultPlan PlanFor(ServerCall call) => Faults;

    /// <param name="context">To answer to.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="play">Plays the fault that follows acceptance; false when there is none and an answer is due.</param>
    private protected abstract Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play);

    /// <summary>The vendor's body for an error.</summary>
    private protected virtual JsonObject ErrorBody(int status, string description) => new() { ["error"] = description };

    private protected static Task GiveAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        if (body is null)
            return Task.CompletedTask;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var query = context.Request.Query.ToDictionary(item => item.Key, item => item.Value.ToString(), StringComparer.Ordinal);
        var call = Calls.Add(order => new(order, context.Request.Method, context.Request.Path.Value ?? "/", query, headers, body));
        var fault = PlanFor(call).Take(NameOf(call), call.Path);
        switch (fault)
        {
            case VendorFault.RateLimited limited:
                context.Response.Headers.RetryAfter = limited.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                await GiveAsync(context, 429, ErrorBody(429, "Too many requests"));
                return;
            case VendorFault.Error error:
                await GiveAsync(context, error.Status, ErrorBody(error.Status, error.Description));
                return;
            case { Accepts: false }:
                await _server.PlayAsync(fault, context);
                return;
            default:
                await AnswerAsync(context, call, () => _server.PlayAsync(fault, context));
                return;
        }
    }
}
