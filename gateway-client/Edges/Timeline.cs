using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Makes spans of changes.</summary>
internal static class Timeline
{
    private const string Liveness = "liveness";
    private const string Upstream = "upstream";
    private const string Channel = "channel";
    private const string Reports = "reports";

    /// <param name="changes">Oldest first, among them the last ones before the window.</param>
    /// <param name="view">What is now, for what has not changed as far back as history goes; null when nothing is known.</param>
    /// <param name="from">Begin of the window.</param>
    /// <param name="to">Its end.</param>
    public static TimelineAnswer Of(IReadOnlyList<EdgeEventItem> changes, EdgeView? view, DateTimeOffset from, DateTimeOffset to)
    {
        var tracks = changes
            .GroupBy(change => (Kind: KindOf(change.Type), Subject: change.Subject ?? Reports))
            .ToDictionary(group => group.Key, group => SpansOf([.. group], from, to));
        foreach (var (kind, subject, state, since) in Current(view))
        {
            if (!tracks.ContainsKey((kind, subject)) && since < to)
                tracks[(kind, subject)] = [new TimelineSpan(state, since < from ? from : since, to)];
        }

        return new TimelineAnswer(from, to, [.. tracks
            .Where(track => track.Value.Count > 0)
            .OrderBy(track => track.Key.Kind switch { Liveness => 0, Upstream => 1, _ => 2 })
            .ThenBy(track => track.Key.Subject, StringComparer.Ordinal)
            .Select(track => new TimelineTrack(track.Key.Subject, track.Key.Kind, track.Value))]);
    }

    private static List<TimelineSpan> SpansOf(List<EdgeEventItem> changes, DateTimeOffset from, DateTimeOffset to)
    {
        var spans = new List<TimelineSpan>();
        // What the first change in the window says it was before; what was before that is not known.
        string? state = changes[0].ObservedAt > from ? changes[0].From : null;
        var since = from;
        foreach (var change in changes)
        {
            var at = change.ObservedAt < from ? from : change.ObservedAt > to ? to : change.ObservedAt;
            if (state is not null && at > since)
                Add(spans, state, since, at);
            state = change.To;
            since = at;
        }

        if (state is not null && to > since)
            Add(spans, state, since, to);
        return spans;
    }

    private static void Add(List<TimelineSpan> spans, string state, DateTimeOffset from, DateTimeOffset to)
    {
        if (spans is [.., var last] && last.State == state && last.To == from)
            spans[^1] = last with { To = to };
        else
            spans.Add(new TimelineSpan(state, from, to));
    }

    private static string KindOf(string type) => type switch
    {
        "transition" => Upstream,
        "liveness" => Liveness,
        _ => Channel,
    };

    private static IEnumerable<(string Kind, string Subject, string State, DateTimeOffset Since)> Current(EdgeView? view)
    {
        foreach (var upstream in view?.Upstreams ?? [])
            yield return (Upstream, upstream.Name, upstream.State, upstream.Since);
        foreach (var channel in view?.Channels ?? [])
            yield return (Channel, channel.Name, channel.Status, channel.Since);
    }
}
