using System.Reflection;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Access;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console;

/// <summary>Who looks at a page, and at whose things.</summary>
/// <param name="Caller">Who.</param>
/// <param name="User">The same, as stored.</param>
/// <param name="Managed">Organisations that the user is owner or admin of, oldest first.</param>
/// <param name="Organization">The one of them that the page shows; null for an operator who manages none.</param>
/// <param name="IsOperator">Whether the deployment's own pages are shown too.</param>
internal sealed record ConsoleScope(
    Caller Caller, UserItem User, IReadOnlyList<MembershipItem> Managed, MembershipItem? Organization, bool IsOperator) : IBindableFromHttpContext<ConsoleScope>
{
    public bool IsAdmin => IsOperator || Managed.Count > 0;

    public static ValueTask<ConsoleScope?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<ConsoleScope>());
}
