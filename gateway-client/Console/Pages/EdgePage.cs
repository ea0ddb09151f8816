using Vespid.Gateway.Edges;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>One edge: its channels, its history as a picture, and what can be asked of it.</summary>
internal sealed class EdgePage(IEdgeQueries edges, IAlertQueries alerts, IGrainFactory grains) : IConsolePage
{
    private const int EventsShown = 50;
    private const int ConfigsShown = 10;
    private const int MostChanges = 2_000;
    private const int DefaultHours = 24;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var reach = request.Reach();
        if (request.Route is not { } id || !EdgeWords.NodeId.IsMatch(id) || await edges.GetAsync(reach, id, cancellationToken) is not { } edge)
            return ConsoleView.Missing("edge");

        var view = await grains.GetGrain<IEdgeGrain>(id).View();
        var acknowledged = await alerts.AcknowledgedAsync(reach, [.. view?.Incidents.Select(incident => incident.Id) ?? []], cancellationToken);
        var hours = int.TryParse(request.Word("hours"), out var asked) && EdgeModel.Windows.Contains(asked) ? asked : DefaultHours;
        var events = await request.ReadAsync(() => edges.EventsAsync(reach, id, new PageRequest(EventsShown, request.Word("cursor")), cancellationToken));
        var told = events.Value?.Items.Where(item => item.Alert is not null).Select(item => item.Id).ToList() ?? [];
        var outcomes = told.Count == 0 ? [] : await alerts.OutcomesAsync(reach, told, cancellationToken);
        var configs = await request.ReadAsync(() => edges.ConfigsAsync(reach, id, ConfigsShown, cancellationToken));
        var picture = await request.ReadAsync(() => DrawAsync(reach, id, view, hours, request.Now, cancellationToken));
        return ConsoleView.Of<EdgePageView>(new EdgeModel(edge, view, acknowledged, picture, hours, events, outcomes, configs));
    }

    private async Task<EdgePicture> DrawAsync(FleetReach reach, string nodeId, EdgeView? view, int hours, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // To the full minute, so that whoever follows the page is not told of every second that passes.
        var to = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var from = to - TimeSpan.FromHours(hours);
        var timeline = Timeline.Of(await edges.ChangesAsync(reach, nodeId, from, MostChanges, cancellationToken), view, from, to);
        return new EdgePicture(
            from, to,
            [.. timeline.Tracks.Select(track => new EdgeTrack(
                $"{track.Kind} {track.Subject}", [.. track.Spans.Select(span => new EdgeSpan(span.State, span.From, span.To))]))]);
    }
}
