using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>
/// Who runs edges: a signed-in user, who sees the partners of the organisations he is in and changes those he is owner or admin of; the
/// deployment's operator; and the command line with the service token, which acts as that operator.
/// </summary>
/// <param name="OperatorOnly">What all partners share is the operator's alone.</param>
internal sealed partial record FleetRule(bool OperatorOnly = false) : AccessRule
{
    private const string ServiceHeader = "x-service-token";
    private const string ActingHeader = "x-acting-as";

    public override async ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (context.Request.Headers.TryGetValue(ServiceHeader, out var token))
            return CheckService(context, token.ToString(), services.GetRequiredService<IOptions<GatewayOptions>>().Value);

        var (caller, refusal) = await services.GetRequiredService<Authentication>().AuthenticateAsync(context);
        if (caller is null)
            return refusal;
        var identity = services.GetRequiredService<IIdentityQueries>();
        var isOperator = (await identity.UserAsync(caller.UserId, context.RequestAborted))?.DeploymentRole == OrganizationRoles.Operator;
        if (OperatorOnly && !isOperator)
            return Refusals.Forbidden;
        var memberships = isOperator ? [] : await identity.MembershipsAsync(caller.UserId, context.RequestAborted);
        context.Features.Set(new FleetScope(
            isOperator ? caller.Actor with { Kind = "operator" } : caller.Actor, isOperator,
            memberships.ToDictionary(membership => membership.OrganizationId, membership => membership.Role)));
        return null;
    }

    private static Refusal? CheckService(HttpContext context, string token, GatewayOptions options)
    {
        if (!ServiceRule.IsOneOf(token, options.ServiceTokens))
            return Refusals.Unauthorized;
        // Whoever holds the token is trusted with the name too; it only makes the audit trail readable.
        var name = context.Request.Headers[ActingHeader].ToString();
        var actor = new Actor("operator", $"service:{(ActorName().IsMatch(name) ? name : "unnamed")}", ClientAddress.Of(context));
        context.Features.Set(new FleetScope(actor, true, new Dictionary<Guid, string>()));
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex ActorName();
}
