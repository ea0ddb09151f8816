using System.Reflection;
using Microsoft.AspNetCore.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>The organisation that a request may act on, and in which role.</summary>
/// <param name="OrganizationId">From the path, checked against the header and the membership.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>; <c>operator</c> for the deployment's operator who is no member.</param>
/// <param name="Caller">Who.</param>
internal sealed record OrganizationScope(Guid OrganizationId, string Role, Caller Caller) : IBindableFromHttpContext<OrganizationScope>
{
    public Actor Actor => Role == OrganizationRoles.Operator ? Caller.Actor with { Kind = "operator" } : Caller.Actor;

    public static ValueTask<OrganizationScope?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<OrganizationScope>());
}
