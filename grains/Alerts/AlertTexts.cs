using System.Globalization;
using System.Text.Json;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>Words of messages.</summary>
internal static class AlertTexts
{
    /// <summary>Within the limit, on a line's end, saying how much is missing.</summary>
    public static string Cut(string text)
    {
        const int Room = 48;
        if (text.Length <= AlertMessage.MostText)
            return text;
        var end = text.LastIndexOf('\n', AlertMessage.MostText - Room);
        if (end <= 0)
            end = AlertMessage.MostText - Room - (char.IsHighSurrogate(text[AlertMessage.MostText - Room - 1]) ? 1 : 0);
        return $"{text[..end]}\n… and {text.AsSpan(end).Count('\n')} more lines";
    }

    /// <summary>Same for each attempt at the same thing, another for the next.</summary>
    public static string DedupeKey(string who, string alert, string? subject, DateTimeOffset at, string status) =>
        string.Create(CultureInfo.InvariantCulture, $"{who}/{alert}/{subject}/{at.ToUnixTimeMilliseconds()}/{status}");

    /// <summary>One event, in the exact words of the taxonomy.</summary>
    public static string Line(AlertEvent one, DateTimeOffset now, TimeSpan promptly) =>
        now - one.ObservedAt > promptly ? $"{one.Text} (at {one.ObservedAt:HH:mm:ss}Z)" : one.Text;

    /// <summary>Several changes of one key.</summary>
    public static string Merged(IReadOnlyList<AlertEvent> events)
    {
        var (first, last) = (events[0], events[^1]);
        var now = last.To ?? (last.Firing ? "failing" : "fine");
        return $"[{last.Label}] {What(last)}={last.Subject}: {events.Count} more change{(events.Count == 1 ? "" : "s")} since {first.ObservedAt:HH:mm:ss}Z, now: {now}";
    }

    /// <summary>What else is known, after the lines.</summary>
    public static string? Context(IEnumerable<AlertEvent> events)
    {
        foreach (var one in events.Where(one => one is { Details: not null, Firing: true, Alert: EdgeAlerts.UpstreamDown or EdgeAlerts.NeverUp }).Reverse())
        {
            using var json = JsonDocument.Parse(one.Details!);
            if (json.RootElement.TryGetProperty("serving", out var serving) && serving.ValueKind == JsonValueKind.Array)
            {
                var names = serving.EnumerateArray().Select(name => name.GetString()).Distinct().ToList();
                return names.Count > 0 ? "serving: " + string.Join(", ", names) : "serving: nothing";
            }
        }

        return null;
    }

    /// <summary>What a person should do.</summary>
    public static string? Action(string alert) => alert switch
    {
        EdgeAlerts.UpstreamDown or EdgeAlerts.NeverUp or EdgeAlerts.UpstreamVanished => "Check the container's logs and that the backend can be reached.",
        EdgeAlerts.AllUpstreamsDown => "On call: log in to the edge, check docker ps, the network and the backend.",
        EdgeAlerts.EdgeStale or EdgeAlerts.EdgeSilent => "Check that the host is up and that its agent reaches this server.",
        EdgeAlerts.ChannelFailed => "Check the rendered files and the container's logs; refresh the configuration.",
        EdgeAlerts.MetricsUnavailable => "Check that the Caddyfile has the metrics directive; refresh the configuration.",
        EdgeAlerts.IdentityMismatch => "Two hosts use one service token: stop one, or rotate the token.",
        _ => null,
    };

    private static string What(AlertEvent one) => one.Alert switch
    {
        EdgeAlerts.ChannelFailed => "CHANNEL",
        EdgeAlerts.HandshakeFailed => "PROBE",
        EdgeAlerts.PeerUnreachable => "PEER",
        EdgeAlerts.UpstreamDown or EdgeAlerts.UpstreamUp or EdgeAlerts.UpstreamVanished or EdgeAlerts.NeverUp or EdgeAlerts.Flapping => "upstream",
        var alert => alert,
    };
}
