using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Vespid.Gateway.Http;

/// <summary>Hides each endpoint on every port but its own. An endpoint without a port is hidden everywhere: forgetting to say so must not publish it.</summary>
internal sealed class PortGate(RequestDelegate next, PortMap ports)
{
    public Task InvokeAsync(HttpContext context)
    {
        // What is no route is routing's own answer: 405 or 415.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return next(context);

        // The last one counts: a route may be more special than its group.
        var roles = endpoint.Metadata.GetMetadata<PortMetadata>()?.Roles;
        if (roles is not null && ports.RoleOf(context) is { } role && Array.IndexOf(roles, role) >= 0)
            return next(context);

        context.SetEndpoint(null);
        var (status, code, message) = Faults.Describe(StatusCodes.Status404NotFound);
        return ErrorWriter.WriteAsync(context, status, new ApiError(code, message));
    }
}
