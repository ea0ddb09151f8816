using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Channels;
using Vespid.Gateway.Access;

namespace Vespid.Gateway.Channels;

/// <summary>The channel catalogue, for everybody.</summary>
internal static class CatalogueEndpoints
{
    private static readonly ChannelList Catalogue = new([.. ChannelCatalog.All.Select(ChannelItem.From)]);

    public static void MapCatalogue(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/meta/channels", List).ForAnyone().WithTags("Channels").WithName("listChannels").WithSummary("The 21 channels");

    private static Ok<ChannelList> List() => TypedResults.Ok(Catalogue);
}
