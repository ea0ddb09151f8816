using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.Gateway.Webchat;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Gateway.Ingress;

/// <summary>Takes a vendor's request to the ingress grain: checks path, media type, size and rates, copies the body once, writes what comes back.</summary>
internal sealed class IngressHandler(IGrainFactory grains, RateLimits limits, WebchatOrigins origins, IOptions<GatewayOptions> options)
{
    private const int MostAccountKey = 120;
    private const int MostIngressKey = 200;
    private const string Webchat = "webchat";
    private readonly int _maxBodyBytes = options.Value.MaxBodyBytes;

    /// <summary>The route of operators' words: channel and account key.</summary>
    public Task ReceiveNamedAsync(HttpContext context)
    {
        var channelId = context.GetRouteValue("channelId") as string ?? "";
        var accountKey = context.GetRouteValue("accountKey") as string ?? "";
        return !ChannelCatalog.TryGet(channelId, out _) ? BadRequestAsync(context, "There is no such channel.")
            : accountKey.Length is 0 or > MostAccountKey ? BadRequestAsync(context, "The account key must have 1 to 120 characters.")
            : channelId == Webchat && context.Request.Headers.Origin.Count > 0 ? ReceiveFromPageAsync(context, accountKey)
            : ReceiveAsync(context, channelId, accountKey, null, context.GetRouteValue("subpath") as string);
    }

    /// <summary>The unguessable route of one account.</summary>
    public Task ReceiveByKeyAsync(HttpContext context)
    {
        var ingressKey = context.GetRouteValue("ingressKey") as string ?? "";
        return ingressKey.Length is 0 or > MostIngressKey
            ? BadRequestAsync(context, "The ingress key must have 1 to 200 characters.")
            : ReceiveAsync(context, "", null, ingressKey, context.GetRouteValue("subpath") as string);
    }

    private async Task ReceiveFromPageAsync(HttpContext context, string accountKey)
    {
        if (!await origins.AdmitAsync(context, accountKey, "POST"))
            await ReceiveAsync(context, Webchat, accountKey, null, null);
    }

    private async Task ReceiveAsync(HttpContext context, string channelId, string? accountKey, string? ingressKey, string? subpath)
    {
        var request = context.Request;
        var method = request.Method;
        if (!HttpMethods.IsPost(method) && !HttpMethods.IsGet(method) && !HttpMethods.IsPut(method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var contentType = request.ContentType;
        if (!IngressMedia.IsTaken(contentType))
        {
            await ErrorWriter.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType, new ApiError("UNSUPPORTED_MEDIA_TYPE", "Send JSON, plain text or a form."));
            return;
        }

        var address = ClientAddress.Of(context);
        var caller = (ClientAddress.LimitKeyOf(context), channelId, accountKey ?? ingressKey!);
        var wait = limits.FailedAuthenticity.Peek(caller);
        if (wait == TimeSpan.Zero)
            wait = limits.Ingress.Take((channelId, accountKey ?? ingressKey!));
        if (wait > TimeSpan.Zero)
        {
            await ErrorWriter.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, new ApiError(ReasonCodes.RateLimited, "Too many requests."), RateLimits.RetryAfter(wait));
            return;
        }

        if (await ReadBodyAsync(context) is not { } body)
            return;
        var envelope = new IngressRequest(
            method, channelId, accountKey, ingressKey, contentType, IngressHeaders.Copy(request.Headers, subpath), IngressHeaders.Copy(request.Query),
            body, address, TraceOf(request));
        // What has been read is decided, also when the caller has gone: it takes no longer than a commit may.
        var answer = await grains.GetGrain<IIngressGrain>(0).Receive(envelope, CancellationToken.None);
        if (answer.AuthenticityFailed)
            limits.FailedAuthenticity.Take(caller);
        await WriteAsync(context.Response, answer);
    }

    /// <summary>The trace that this request is part of, when somebody follows it.</summary>
    private static string? TraceOf(HttpRequest request)
    {
        if (Activity.Current is { } activity)
            return activity.Recorded || activity.HasRemoteParent ? activity.Id : null;
        return request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out _) ? parent : null;
    }

    private async ValueTask<byte[]?> ReadBodyAsync(HttpContext context)
    {
        try
        {
            return await RawBody.ReadAsync(context, _maxBodyBytes);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await ErrorWriter.WriteAsync(
                context, StatusCodes.Status413PayloadTooLarge, new ApiError(ReasonCodes.BodyTooLarge, $"The body may have at most {_maxBodyBytes} bytes."));
            return null;
        }
    }

    private static async Task WriteAsync(HttpResponse response, IngressResponse answer)
    {
        response.StatusCode = answer.Status;
        if (answer.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer.ContentType is null || answer.Body.Length == 0)
        {
            // Says so, lest an error page is put in its place: what a vendor gets is the adapter's to say.
            if (answer.Status is not (>= 100 and < 200 or StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
                response.ContentLength = 0;
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, response.HttpContext.RequestAborted);
    }

    private static Task BadRequestAsync(HttpContext context, string message) =>
        ErrorWriter.WriteAsync(context, StatusCodes.Status400BadRequest, new ApiError("BAD_REQUEST", message));
}
