using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console;

/// <summary>
/// Who may see a page: signed in, and in a role that suffices. The query parameter <c>org</c> names one of the organisations that the user manages;
/// any other one does not exist for that user.
/// </summary>
/// <param name="Audience">Whom the page is for.</param>
internal sealed record ConsoleRule(ConsoleAudience Audience) : AccessRule
{
    public const string OrganizationParameter = "org";

    public override async ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var (caller, refusal) = await services.GetRequiredService<Authentication>().AuthenticateAsync(context);
        if (caller is null)
            return refusal;
        var identity = services.GetRequiredService<IIdentityQueries>();
        if (await identity.UserAsync(caller.UserId, context.RequestAborted) is not { } user)
            return Refusals.Unauthorized;

        var managed = (await identity.MembershipsAsync(caller.UserId, context.RequestAborted)).Where(membership => OrganizationRoles.Manages(membership.Role)).ToList();
        var isOperator = user.DeploymentRole == OrganizationRoles.Operator;
        if (!Admits(isOperator, managed.Count > 0))
            return Refusals.Forbidden;

        var named = context.Request.Query[OrganizationParameter].ToString();
        var organization = named.Length == 0 ? managed.FirstOrDefault() : managed.Find(membership => Guid.TryParse(named, out var id) && membership.OrganizationId == id);
        if (named.Length > 0 && organization is null)
            return Refusal.NotFound("Organisation");
        context.Features.Set(new ConsoleScope(caller, user, managed, organization, isOperator));
        return null;
    }

    private bool Admits(bool isOperator, bool manages) => Audience switch
    {
        ConsoleAudience.User => true,
        ConsoleAudience.Admin => isOperator || manages,
        _ => isOperator,
    };
}
