using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>The fleet of edges.</summary>
internal sealed class FleetPage(IEdgeQueries edges) : IConsolePage
{
    private const int PageSize = 100;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var filter = new EdgeFilter(
            request.Word("partner"), request.OneOf("verdict", FleetModel.Verdicts), request.OneOf("liveness", FleetModel.Livenesses), request.Word("q"));
        var page = new PageRequest(PageSize, request.Word("cursor"));
        var found = await request.ReadAsync(() => edges.ListAsync(request.Reach(), filter, page, cancellationToken));
        var partners = await request.ReadAsync(() => edges.PartnersAsync(request.Reach(), cancellationToken));
        return ConsoleView.Of<FleetView>(new FleetModel(found, filter, partners));
    }
}
