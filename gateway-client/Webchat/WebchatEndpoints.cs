using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vespid.Gateway.Webchat;

/// <summary>Routes of web chat visitors.</summary>
internal static class WebchatEndpoints
{
    public static void MapWebchat(this IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<WebchatHandler>();
        routes.MapMethods("/webchat/{key}/session", ["POST", "OPTIONS"], handler.OpenSessionAsync);
        routes.MapMethods("/webchat/{key}/events", ["GET", "OPTIONS"], handler.StreamAsync);
    }
}
