using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Edges;
using Vespid.Gateway.OpenApi;

namespace Vespid.Gateway.Http;

/// <summary>The one place that writes error bodies.</summary>
internal static class ErrorWriter
{
    public static Task WriteAsync(HttpContext context, int status, ApiError error, int? retryAfterSeconds = null)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer is out: only breaking the connection tells the caller that it is not the whole.
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        if (EdgeSurface.Covers(context.Request.Path))
            return EdgeSurface.WriteAsync(context, status, error, retryAfterSeconds);
        if (retryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IErrorForm>() is { } form)
            return form.WriteAsync(context, status, error);
        return context.Response.WriteAsJsonAsync(error, GatewayJson.Default.ApiError, cancellationToken: context.RequestAborted);
    }
}
