using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A vendor whose API is JSON over HTTP, on loopback, with faults on demand.</summary>
public abstract class JsonVendor : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    /// <summary>Root of the API.</summary>
    public Uri Url => _server.Url;

    /// <summary>Of the calls that send.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Of everything else: tokens, keys.</summary>
    public FaultPlan OtherFaults { get; } = new();

    /// <summary>Every call.</summary>
    public Ledger<VendorRequest> Calls { get; } = new();

    /// <summary>Texts that were taken, in order.</summary>
    public Ledger<string> Sent { get; } = new();

    /// <summary>Calls that reached the part that sends.</summary>
    public IReadOnlyList<VendorRequest> Sends => [.. Calls.All.Where(IsSend)];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract bool IsSend(VendorRequest request);

    protected abstract VendorAnswer Answer(VendorRequest request);

    /// <summary>How the vendor words a refusal.</summary>
    protected abstract JsonNode Refusal(int status, string description);

    protected VendorAnswer Refuse(int status, string description) => new(status, Refusal(status, description));

    protected async Task ListenAsync() => _server = await LoopbackServer.StartAsync(HandleAsync, 0);

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var request = Calls.Add(order => new(
            order, context.Request.Method, context.Request.Path.Value ?? "/", context.Request.QueryString.Value ?? "", headers, body));
        var fault = (IsSend(request) ? Faults : OtherFaults).Take(request.Path, null);
        switch (fault)
        {
            case VendorFault.RateLimited limited:
                context.Response.Headers.RetryAfter = limited.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, Refuse(429, "too many requests"));
                return;
            case VendorFault.Error error:
                await WriteAsync(context, Refuse(error.Status, error.Description));
                return;
            case { Accepts: false }:
                await _server.PlayAsync(fault, context);
                return;
        }

        var answer = Answer(request);
        answer.Accept?.Invoke();
        if (!await _server.PlayAsync(fault, context))
            await WriteAsync(context, answer);
    }

    private static Task WriteAsync(HttpContext context, VendorAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }
}
