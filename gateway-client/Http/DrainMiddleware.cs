using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Standby;

namespace Vespid.Gateway.Http;

/// <summary>While the process stops, new requests are sent elsewhere. Health and figures can still be asked.</summary>
internal sealed class DrainMiddleware(RequestDelegate next, RequestsUnderWay underWay, PortMap ports)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ports.RoleOf(context) is not (PortRole.Control or PortRole.Ingress) || context.Request.Path == "/healthz")
            return next(context);
        return underWay.TryEnter() ? CountedAsync(context) : RefuseAsync(context);
    }

    private async Task CountedAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            underWay.Leave();
        }
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        // The client's next request must not come over this connection.
        context.Response.OnStarting(
            static state =>
            {
                ((HttpContext)state).Response.Headers.Connection = "close";
                return Task.CompletedTask;
            },
            context);
        await RefusalResult.WriteAsync(context, WriterRefusals.For(context));
    }
}
