using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Http;

/// <summary>Says of routes which errors they give.</summary>
internal static class ErrorEndpointExtensions
{
    public static TBuilder ProducesErrors<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]));
        return builder;
    }
}
