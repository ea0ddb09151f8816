using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Says of routes of this surface which errors they give.</summary>
internal static class EdgeErrorExtensions
{
    public static TBuilder ProducesEdgeErrors<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(EdgeError), ["application/json"]));
        return builder;
    }
}
