using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Edges;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Edges;

/// <summary>One decision about an edge while it is made: the state it leads to, and the events that follow.</summary>
internal sealed class EdgeTurn(EdgeRecord edge, EdgeState state, DateTimeOffset now, EdgeOptions options, IIdSource ids, long? seq = null)
{
    public EdgeRecord Edge => edge;

    public EdgeOptions Options => options;

    public DateTimeOffset Now { get; } = now;

    /// <summary>When what is decided on was seen.</summary>
    public DateTimeOffset ObservedAt { get; init; } = now;

    public EdgeState Before { get; } = state;

    public EdgeState State { get; set; } = state;

    public List<EdgeEventRow> Events { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Whether it has to be written; else it was only a count on the way.</summary>
    public bool MustWrite { get; set; }

    public string KeyOf(string what, string subject) => $"{edge.NodeId}/{what}/{subject}";

    /// <summary>History that nobody is told.</summary>
    public void Note(string type, string? subject = null, string? from = null, string? to = null, JsonObject? details = null)
    {
        MustWrite = true;
        Events.Add(Row(type) with { Subject = subject, From = from, To = to, Details = details?.ToJsonString() });
    }

    /// <summary>A trouble begins, or gets worse.</summary>
    public void Open(AlertText alert)
    {
        MustWrite = true;
        var row = Row(alert.Type);
        var incident = State.Incidents.GetValueOrDefault(alert.Key)?.Id ?? row.Id;
        Events.Add(Fill(row, alert) with { Firing = true, IncidentId = incident });
        State = State with
        {
            Incidents = State.Incidents.SetItem(
                alert.Key, new EdgeIncident(incident, alert.Alert, alert.Severity, alert.Subject, State.Incidents.GetValueOrDefault(alert.Key)?.Since ?? Now)),
        };
    }

    /// <summary>A trouble ends; nothing happens when there is none.</summary>
    public void Close(AlertText alert)
    {
        if (!State.Incidents.TryGetValue(alert.Key, out var incident))
            return;
        MustWrite = true;
        Events.Add(Fill(Row(alert.Type), alert) with { IncidentId = incident.Id });
        State = State with { Incidents = State.Incidents.Remove(alert.Key) };
    }

    /// <summary>Something to tell that is no trouble.</summary>
    public void Tell(AlertText alert)
    {
        MustWrite = true;
        Events.Add(Fill(Row(alert.Type), alert));
    }

    public bool IsOpen(string key) => State.Incidents.ContainsKey(key);

    private static EdgeEventRow Fill(EdgeEventRow row, AlertText alert) => row with
    {
        Alert = alert.Alert,
        Severity = alert.Severity,
        Key = alert.Key,
        Subject = alert.Subject,
        Text = alert.Text,
        From = alert.From,
        To = alert.To,
        Flapping = alert.Flapping,
        Details = alert.Details,
    };

    private EdgeEventRow Row(string type) => new()
    {
        Id = ids.NewId(),
        OrganizationId = edge.OrganizationId,
        PartnerId = edge.PartnerId,
        NodeId = edge.NodeId,
        Label = edge.Label,
        Region = edge.Region,
        Type = type,
        Muted = edge.Held ? "hold" : null,
        ReportSeq = seq,
        ObservedAt = ObservedAt,
    };
}
