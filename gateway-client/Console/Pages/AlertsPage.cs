using Vespid.Gateway.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Alerts: what goes on, what is parked, and what was.</summary>
internal sealed class AlertsPage(IAlertQueries alerts) : IConsolePage
{
    private const int PageSize = 50;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var reach = request.Reach();
        var state = request.OneOf("state", AlertsModel.States) ?? "firing";
        var node = request.Word("node") is { } named && EdgeWords.NodeId.IsMatch(named) ? named : null;
        var filter = new IncidentFilter(state switch { "parked" => IncidentState.Parked, "all" => IncidentState.All, _ => IncidentState.Firing }, node);
        var found = await request.ReadAsync(() => alerts.IncidentsAsync(reach, filter, new PageRequest(PageSize, request.Word("cursor")), cancellationToken));
        var outcomes = found.Value is { Items.Count: > 0 } page
            ? await request.ReadAsync(() => alerts.OutcomesAsync(reach, [.. page.Items.Select(item => item.Event.Id)], cancellationToken))
            : null;
        return ConsoleView.Of<AlertsView>(new AlertsModel(found, state, node, outcomes?.Value ?? []));
    }
}
