using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A tenant's receiver of webhooks on loopback; checks the Standard Webhooks signature with code of its own.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly byte[]? _key;
    private LoopbackServer _server = null!;

    private WebhookReceiver(byte[]? key) => _key = key;

    public Uri Url => _server.Url;

    public FaultPlan Faults { get; } = new();

    /// <summary>Accepted deliveries in order.</summary>
    public Ledger<WebhookDelivery> Deliveries { get; } = new();

    /// <summary>All requests, also those that were refused, dropped or left without an answer.</summary>
    public Ledger<WebhookDelivery> Requests { get; } = new();

    /// <param name="secret">Signing secret, <c>whsec_</c> and base64; null to check nothing.</param>
    /// <param name="port">Zero for a free one.</param>
    public static async Task<WebhookReceiver> StartAsync(string? secret = null, int port = 0)
    {
        var receiver = new WebhookReceiver(secret is null ? null : Convert.FromBase64String(secret["whsec_".Length..]));
        receiver._server = await LoopbackServer.StartAsync(receiver.HandleAsync, port);
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var request = Read(context.Request, memory.ToArray());
        Requests.Add(order => request with { Order = order });
        var fault = Faults.Take("POST", request.Path);
        if (fault is null or { Accepts: true })
            Deliveries.Add(order => request with { Order = order });
        switch (fault)
        {
            case VendorFault.RateLimited limited:
                context.Response.Headers.RetryAfter = limited.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                context.Response.StatusCode = 429;
                break;
            case VendorFault.Error error:
                context.Response.StatusCode = error.Status;
                await context.Response.WriteAsync(error.Description, context.RequestAborted);
                break;
            default:
                await _server.PlayAsync(fault, context);
                break;
        }
    }

    private WebhookDelivery Read(HttpRequest request, byte[] body)
    {
        var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        bool? signed = _key is null ? null : IsSigned(_key, headers, body);
        return new(0, request.Path.Value ?? "/", headers.GetValueOrDefault("webhook-id"), signed, headers, Encoding.UTF8.GetString(body),
            TimeProvider.System.GetUtcNow());
    }

    private static bool IsSigned(byte[] key, Dictionary<string, string> headers, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes($"{headers.GetValueOrDefault("webhook-id")}.{headers.GetValueOrDefault("webhook-timestamp")}.");
        byte[] signed = [.. head, .. body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return headers.GetValueOrDefault("webhook-signature")?.Split(' ').Contains(expected) == true;
    }
}
