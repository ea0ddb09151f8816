using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Access;

/// <summary>
/// Applies the endpoint's <see cref="AccessRule"/> before anything of the request is bound. An endpoint of the control port without one
/// is closed: forgetting to say who may call it must not open it. Elsewhere, where vendors and visitors prove themselves in ways of their own, an
/// endpoint without one is open.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var rule = metadata?.GetMetadata<AccessRule>();
        return rule is not null || metadata?.GetMetadata<PortMetadata>()?.Roles.Contains(PortRole.Control) == true ? CheckedAsync(context, rule) : next(context);
    }

    private async Task CheckedAsync(HttpContext context, AccessRule? rule)
    {
        var refusal = rule is null ? Refusals.Unauthorized : await rule.CheckAsync(context);
        await (refusal is null ? next(context) : RefusalResult.WriteAsync(context, refusal));
    }
}
