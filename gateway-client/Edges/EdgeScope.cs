using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Edges;

/// <summary>The edge whose bearer a request carries. The edge's grain compares the hash with its own.</summary>
internal sealed record EdgeScope(string NodeId, byte[] TokenHash) : IBindableFromHttpContext<EdgeScope>
{
    public static ValueTask<EdgeScope?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<EdgeScope>());

    public override string ToString() => NodeId;
}
