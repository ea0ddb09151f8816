using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>One edge.</summary>
/// <param name="Edge">Its row, which lags behind by some seconds.</param>
/// <param name="View">What its grain knows; null when it has left.</param>
/// <param name="Acknowledged">Incidents that somebody looks after.</param>
/// <param name="Picture">Its history.</param>
/// <param name="Hours">How far back the history goes.</param>
/// <param name="Events">What happened, newest first.</param>
/// <param name="Outcomes">Who was told of these.</param>
/// <param name="Configs">Latest epochs, newest first.</param>
public sealed record EdgeModel(
    EdgeItem Edge, EdgeView? View, IReadOnlyList<Guid> Acknowledged, PanelData<EdgePicture> Picture, int Hours, PanelData<Page<EdgeEventItem>> Events,
    IReadOnlyList<AlertOutcomeItem> Outcomes, PanelData<IReadOnlyList<EdgeConfigItem>> Configs)
{
    public static IReadOnlyList<int> Windows { get; } = [6, 24, 72, 168];

    public string Liveness => Edge.RetiredAt is null && View is not null ? View.Liveness : Edge.Liveness;

    public string Verdict => View?.Verdict ?? Edge.Verdict;
}

/// <summary>States over time.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Tracks">One a subject.</param>
public sealed record EdgePicture(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<EdgeTrack> Tracks);

/// <summary>States of one subject.</summary>
/// <param name="Name">Kind and subject.</param>
/// <param name="Spans">Without gaps, from the first known state on.</param>
public sealed record EdgeTrack(string Name, IReadOnlyList<EdgeSpan> Spans);

/// <summary>One state for some time.</summary>
public sealed record EdgeSpan(string State, DateTimeOffset From, DateTimeOffset To);
