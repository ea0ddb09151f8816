using System.Reflection;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Access;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Whose partners and edges a caller may see, and which of them change.</summary>
/// <param name="Actor">Who.</param>
/// <param name="IsOperator">The deployment's operator: all of them.</param>
/// <param name="Roles">By organisation that the caller is a member of.</param>
internal sealed record FleetScope(Actor Actor, bool IsOperator, IReadOnlyDictionary<Guid, string> Roles) : IBindableFromHttpContext<FleetScope>
{
    public FleetReach Reach { get; } = IsOperator ? FleetReach.All : new FleetReach([.. Roles.Keys]);

    public bool Manages(Guid organizationId) => IsOperator || (Roles.TryGetValue(organizationId, out var role) && OrganizationRoles.Manages(role));

    /// <summary>The organisation that something new is to belong to: the one named, the operator's own, or the only one the caller manages.</summary>
    public Guid? Home(Guid? named) => named is { } organization
        ? Manages(organization) ? organization : null
        : IsOperator ? Guid.Empty
        : Roles.Where(role => OrganizationRoles.Manages(role.Value)).Select(role => role.Key).Take(2).ToArray() is [var only] ? only : null;

    public static ValueTask<FleetScope?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<FleetScope>());
}
