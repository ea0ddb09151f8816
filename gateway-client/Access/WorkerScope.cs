using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Access;

/// <summary>The organisation whose worker calls.</summary>
internal sealed record WorkerScope(Guid OrganizationId, Guid TokenId) : IBindableFromHttpContext<WorkerScope>
{
    public static ValueTask<WorkerScope?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<WorkerScope>());
}
