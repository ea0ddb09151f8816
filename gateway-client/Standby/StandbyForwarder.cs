using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.Storage.Lease;

namespace Vespid.Gateway.Standby;

/// <summary>While this process may not write, hands requests on to those that may, in turn.</summary>
internal sealed partial class StandbyForwarder(
    RequestDelegate next, IWriterLease lease, PortMap ports, HopSeal seal, IHttpClientFactory clients, IOptions<GatewayOptions> options,
    TimeProvider time, ILogger<StandbyForwarder> logger)
{
    public const string ClientName = "vespid-forward";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyPatience = TimeSpan.FromSeconds(30);
    private int _inFlight;
    private uint _turn;

    public Task InvokeAsync(HttpContext context)
    {
        if (lease.IsHeld || ports.RoleOf(context) is not (PortRole.Control or PortRole.Ingress) || context.Request.Path == "/healthz" || context.GetEndpoint() is null)
            return next(context);

        // Whoever forwarded this took us for the active one: sending it on could go round in a circle.
        var hopped = context.Request.Headers.ContainsKey(HopSeal.Header);
        return hopped || lease.Active is not { Count: > 0 } active
            ? RefusalResult.WriteAsync(context, WriterRefusals.For(context))
            : ForwardAsync(context, active);
    }

    private async Task ForwardAsync(HttpContext context, IReadOnlyList<ActiveAddress> active)
    {
        if (Interlocked.Increment(ref _inFlight) > options.Value.MaxForwardedRequests)
        {
            Interlocked.Decrement(ref _inFlight);
            await RefusalResult.WriteAsync(context, WriterRefusals.For(context));
            return;
        }

        try
        {
            var first = Interlocked.Increment(ref _turn);
            for (uint tried = 0; tried < active.Count; tried++)
            {
                if (await TryForwardAsync(context, active[(int)((first + tried) % active.Count)], isLast: tried + 1 == active.Count))
                    return;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            LogFailed(logger, exception.GetType().Name);
            await RefusalResult.WriteAsync(context, WriterRefusals.For(context));
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <returns>False when nobody listens there and there are others to ask: nothing was sent, the body is still there.</returns>
    private async Task<bool> TryForwardAsync(HttpContext context, ActiveAddress active, bool isLast)
    {
        try
        {
            await ForwardAsync(context, ports.RoleOf(context) == PortRole.Control ? active.Control : active.Ingress);
            return true;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError && !isLast)
        {
            return false;
        }
    }

    private async Task ForwardAsync(HttpContext context, string root)
    {
        using var patience = new CancellationTokenSource(context.GetEndpoint()?.Metadata.GetMetadata<PatienceMetadata>()?.Patience ?? Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        using var request = MakeRequest(context, root);
        using var client = clients.CreateClient(ClientName);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

        context.Response.StatusCode = (int)answer.StatusCode;
        ForwardedHeaders.Copy(answer, context.Response);
        await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            // Open for as long as the visitor stays.
            await context.Response.StartAsync(context.RequestAborted);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        else
        {
            patience.CancelAfter(BodyPatience);
        }

        await body.CopyToAsync(context.Response.Body, either.Token);
    }

    private HttpRequestMessage MakeRequest(HttpContext context, string root)
    {
        var source = context.Request;
        var target = new Uri(root.TrimEnd('/') + UriHelper.BuildRelative(source.PathBase, source.Path, source.QueryString));
        var request = new HttpRequestMessage(HttpMethod.Parse(source.Method), target);
        if (source.ContentLength > 0 || source.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(source.Body);
        ForwardedHeaders.Copy(source, request);
        request.Headers.Host = source.Host.Value;
        request.Headers.TryAddWithoutValidation(HopSeal.Header, seal.Seal(ClientAddress.Of(context)));
        return request;
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "standby.forward.failed", Message = "standby.forward.failed {Fault}")]
    private static partial void LogFailed(ILogger logger, string fault);
}
