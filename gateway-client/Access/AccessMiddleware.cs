using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Access;

/// <summary>
/// Applies the endpoint's <see cref="AccessRule"/> before anything of the request is bound. An endpoint of the control port without one
/// is closed: forgetting to say who may call it must not open it.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<PortMetadata>()?.Roles.Contains(PortRole.Control) == true)
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>();
            var refusal = rule is null ? Refusals.Unauthorized : await rule.CheckAsync(context);
            if (refusal is not null)
            {
                await RefusalResult.WriteAsync(context, refusal);
                return;
            }
        }

        await next(context);
    }
}
