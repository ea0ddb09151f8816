using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Http;

/// <summary>Lets the pages of one configured origin call the control API.</summary>
internal sealed class ControlCors(RequestDelegate next, PortMap ports, IOptions<GatewayOptions> options)
{
    private readonly string? _origin = options.Value.CorsOrigin;

    public Task InvokeAsync(HttpContext context)
    {
        if (_origin is null || context.Request.Headers.Origin != _origin || ports.RoleOf(context) != PortRole.Control)
            return next(context);

        // At the start of the answer, since an error clears the headers before it writes its own.
        context.Response.OnStarting(() =>
        {
            CorsHeaders.Allow(context.Response, _origin);
            context.Response.Headers.AccessControlAllowCredentials = "true";
            return Task.CompletedTask;
        });
        return CorsHeaders.AnswerPreflight(context, "GET, POST, PUT, PATCH, DELETE", "authorization, content-type, x-org-id, x-csrf-token")
            ? Task.CompletedTask
            : next(context);
    }
}
