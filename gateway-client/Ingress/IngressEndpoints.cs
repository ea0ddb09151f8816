using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vespid.Gateway.Ingress;

/// <summary>
/// Where vendors send. Plain request delegates, since nothing is bound and every byte counts; every method is taken, so that the
/// wrong ones are answered 404 as vendors' tests expect.
/// </summary>
internal static class IngressEndpoints
{
    public static void MapIngressRoutes(this IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<IngressHandler>();
        routes.Map("/ingress/channels/{channelId}/{accountKey?}", handler.ReceiveNamedAsync);
        routes.Map("/ingress/channels/{channelId}/{accountKey}/{**subpath}", handler.ReceiveNamedAsync);
        routes.Map("/ingress/k/{ingressKey}/{**subpath}", handler.ReceiveByKeyAsync);
    }
}
