using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Access;

/// <summary>
/// Members of the organisation that the path names: signed in, header <c>x-org-id</c> naming the same, a member, in a role that suffices; checked in this order.
/// </summary>
/// <param name="AnyMember">Members too, not only owners and admins.</param>
/// <param name="OperatorToo">The deployment's operator needs no membership.</param>
internal sealed record OrganizationRule(bool AnyMember = false, bool OperatorToo = false) : AccessRule
{
    public const string HeaderName = "x-org-id";
    public const string WarningHeaderName = "x-org-context-warning";
    public const string RouteParameter = "orgId";

    public override async ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var (caller, refusal) = await services.GetRequiredService<Authentication>().AuthenticateAsync(context);
        if (caller is null)
            return refusal;

        var path = context.GetRouteValue(RouteParameter) as string;
        var enforcement = services.GetRequiredService<IOptions<GatewayOptions>>().Value.OrgContextEnforcement;
        if (CheckContext(context.Request.Headers[HeaderName].ToString(), path) is { } fault)
        {
            if (enforcement == OrgContextEnforcement.Strict)
                return fault;
            context.Response.Headers[WarningHeaderName] = fault.Code;
        }

        if (!Guid.TryParse(path, out var organizationId))
            return Refusals.InvalidOrgContext;
        var identity = services.GetRequiredService<IIdentityQueries>();
        var role = (await identity.MembershipAsync(organizationId, caller.UserId, context.RequestAborted))?.Role;
        if (OperatorToo && !OrganizationRoles.Manages(role ?? "")
            && (await identity.UserAsync(caller.UserId, context.RequestAborted))?.DeploymentRole == OrganizationRoles.Operator)
        {
            role = OrganizationRoles.Operator;
        }

        if (role is null)
            return Refusals.OrgAccessDenied;
        if (!AnyMember && !OrganizationRoles.Manages(role))
            return Refusals.Forbidden;
        context.Features.Set(new OrganizationScope(organizationId, role, caller));
        return null;
    }

    internal static Refusal? CheckContext(string header, string? path) =>
        header.Length == 0 ? Refusals.OrgContextRequired
        : !Guid.TryParse(header, out var named) || !Guid.TryParse(path, out var organizationId) || named != organizationId ? Refusals.InvalidOrgContext
        : null;
}
