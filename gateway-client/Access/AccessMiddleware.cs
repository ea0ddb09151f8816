using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Access;

/// <summary>
/// Applies the endpoint's <see cref="AccessRule"/> before anything of the request is bound. An endpoint of the control port without one
/// is closed: forgetting to say who may call it must not open it.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<PortMetadata>()?.Roles.Contains(PortRole.Control) == true
            ? CheckedAsync(context, endpoint.Metadata.GetMetadata<AccessRule>())
            : next(context);

    private async Task CheckedAsync(HttpContext context, AccessRule? rule)
    {
        var refusal = rule is null ? Refusals.Unauthorized : await rule.CheckAsync(context);
        await (refusal is null ? next(context) : RefusalResult.WriteAsync(context, refusal));
    }
}
