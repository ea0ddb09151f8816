using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Vespid.Gateway.Edges;

/// <summary>
/// A timeline as a picture. Each state has a colour, a pattern and, where there is room, its word, and the description says in words what is
/// drawn, so that nothing is told by colour alone.
/// </summary>
internal static class TimelineSvg
{
    public const string MediaType = "image/svg+xml";

    private const double Width = 960;
    private const double Left = 240;
    private const double Right = 20;
    private const double Top = 40;
    private const double RowHeight = 30;
    private const double BarHeight = 18;
    private const double LetterWidth = 7;
    private const int MostTracks = 100;
    private const int MostDescribed = 40;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Look of states by what they amount to; all are readable under black text.</summary>
    private static readonly (string Name, string Fill, string? Path, string[] States)[] Looks =
    [
        ("good", "#bfe5c7", null, ["healthy", "online", "active"]),
        ("bad", "#f2b8b5", "M0,8 L8,0", ["unhealthy", "silent"]),
        ("doubtful", "#f6dfa4", "M0,4 L8,4", ["late", "stale", "starting", "degraded"]),
        ("absent", "#d5d5e8", "M4,0 L4,8 M0,4 L8,4", ["absent", "retired"]),
        ("unknown", "#e4e4e4", "M3,4 L5,4", []),
    ];

    public static string Draw(string label, TimelineAnswer timeline)
    {
        var tracks = timeline.Tracks.Take(MostTracks).ToList();
        var height = Top + (Math.Max(1, tracks.Count) * RowHeight) + 70;
        var svg = new XElement(
            Svg + "svg",
            new XAttribute("width", Text(Width)), new XAttribute("height", Text(height)), new XAttribute("viewBox", $"0 0 {Text(Width)} {Text(height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-labelledby", "timeline-title timeline-desc"),
            new XAttribute("font-family", "system-ui, sans-serif"), new XAttribute("font-size", "12"), new XAttribute("fill", "#111111"),
            new XElement(Svg + "title", new XAttribute("id", "timeline-title"), $"{Clean(label)}: states from {Time(timeline.From)} to {Time(timeline.To)}"),
            new XElement(Svg + "desc", new XAttribute("id", "timeline-desc"), Describe(tracks)),
            new XElement(Svg + "defs", Looks.Where(look => look.Path is not null).Select(Pattern)),
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")));
        svg.Add(Axis(timeline, height));
        for (var i = 0; i < tracks.Count; i++)
            svg.Add(Row(tracks[i], timeline, Top + (i * RowHeight)));
        if (tracks.Count == 0)
            svg.Add(Write(Left, Top + BarHeight, "Nothing is known of this time."));
        svg.Add(Legend(height - 16));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Row(TimelineTrack track, TimelineAnswer timeline, double y)
    {
        var row = new XElement(Svg + "g", new XElement(Svg + "title", $"{track.Kind} {Clean(track.Subject)}"), Write(8, y + 13, Shorten($"{track.Kind} {track.Subject}", 32)));
        foreach (var span in track.Spans)
        {
            var x = X(span.From, timeline);
            var width = Math.Max(1, X(span.To, timeline) - x);
            var look = LookOf(span.State);
            row.Add(new XElement(
                Svg + "g",
                new XElement(Svg + "title", $"{Clean(span.State)}, {Time(span.From)} to {Time(span.To)}"),
                Bar(x, y, width, look.Fill, "#555555"),
                look.Path is null ? null : Bar(x, y, width, $"url(#{look.Name})", "none"),
                width > (span.State.Length * LetterWidth) + 6 ? Write(x + 4, y + 13, span.State) : null));
        }

        return row;
    }

    private static IEnumerable<XElement> Axis(TimelineAnswer timeline, double height)
    {
        const int Ticks = 6;
        for (var i = 0; i <= Ticks; i++)
        {
            var at = timeline.From + ((timeline.To - timeline.From) * i / Ticks);
            var x = X(at, timeline);
            yield return new XElement(
                Svg + "line", new XAttribute("x1", Text(x)), new XAttribute("x2", Text(x)), new XAttribute("y1", "24"), new XAttribute("y2", Text(height - 40)),
                new XAttribute("stroke", "#bbbbbb"));
            var text = Write(x, 18, at.UtcDateTime.ToString(timeline.To - timeline.From > TimeSpan.FromHours(48) ? "MM-dd HH:mm" : "HH:mm", CultureInfo.InvariantCulture));
            text.Add(new XAttribute("text-anchor", i == 0 ? "start" : i == Ticks ? "end" : "middle"));
            yield return text;
        }

        yield return Write(8, 18, "Time in UTC");
    }

    private static IEnumerable<XElement?> Legend(double y)
    {
        var x = 8.0;
        foreach (var look in Looks)
        {
            var words = look.States.Length == 0 ? "other" : string.Join(", ", look.States);
            yield return Bar(x, y - 13, 24, look.Fill, "#555555");
            yield return look.Path is null ? null : Bar(x, y - 13, 24, $"url(#{look.Name})", "none");
            yield return Write(x + 30, y, words);
            x += 50 + (words.Length * LetterWidth);
        }
    }

    private static XElement Pattern((string Name, string Fill, string? Path, string[] States) look) => new(
        Svg + "pattern", new XAttribute("id", look.Name), new XAttribute("width", "8"), new XAttribute("height", "8"), new XAttribute("patternUnits", "userSpaceOnUse"),
        new XElement(Svg + "path", new XAttribute("d", look.Path!), new XAttribute("stroke", "#666666"), new XAttribute("stroke-width", "1"), new XAttribute("fill", "none")));

    private static XElement Bar(double x, double y, double width, string fill, string stroke) => new(
        Svg + "rect", new XAttribute("x", Text(x)), new XAttribute("y", Text(y)), new XAttribute("width", Text(width)), new XAttribute("height", Text(BarHeight)),
        new XAttribute("fill", fill), new XAttribute("stroke", stroke));

    private static XElement Write(double x, double y, string text) => new(Svg + "text", new XAttribute("x", Text(x)), new XAttribute("y", Text(y)), Clean(text));

    private static string Describe(List<TimelineTrack> tracks)
    {
        if (tracks.Count == 0)
            return "Nothing is known of this time.";
        var text = new StringBuilder();
        foreach (var track in tracks.Take(MostDescribed))
        {
            var last = track.Spans[^1];
            text.Append(CultureInfo.InvariantCulture, $"{track.Kind} {Clean(track.Subject)}: ");
            text.Append(track.Spans.Count == 1 ? "no change" : $"{track.Spans.Count - 1} changes");
            text.Append(CultureInfo.InvariantCulture, $", {Clean(last.State)} since {Time(last.From)}. ");
        }

        if (tracks.Count > MostDescribed)
            text.Append(CultureInfo.InvariantCulture, $"And {tracks.Count - MostDescribed} more.");
        return text.ToString().TrimEnd();
    }

    private static (string Name, string Fill, string? Path, string[] States) LookOf(string state) =>
        state.StartsWith("failed", StringComparison.Ordinal) ? Looks[1] : Array.Find(Looks, look => look.States.Contains(state)) is { Name: not null } found ? found : Looks[^1];

    private static double X(DateTimeOffset time, TimelineAnswer timeline) =>
        Left + ((Width - Left - Right) * Math.Clamp((time - timeline.From) / (timeline.To - timeline.From), 0, 1));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    /// <summary>What XML cannot hold is shown as a question mark.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is < 0x20 or 0xFFFE or 0xFFFF ? "?" : rune.ToString()));
}
