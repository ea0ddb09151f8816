using Microsoft.AspNetCore.Builder;

namespace Vespid.Gateway.Http;

/// <summary>Binds routes to ports.</summary>
public static class PortEndpointExtensions
{
    /// <summary>The route answers on these ports only; elsewhere it does not exist.</summary>
    public static TBuilder OnPort<TBuilder>(this TBuilder builder, params PortRole[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PortMetadata(roles));
}
