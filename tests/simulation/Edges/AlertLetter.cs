using System.Text.Json;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>A message to a receiver, and what really became of it.</summary>
internal sealed class AlertLetter(EntryRecord entry, TimeSpan queuedAt)
{
    private readonly JsonElement _body = JsonDocument.Parse(entry.Row.Payload).RootElement;

    public EntryRecord Entry => entry;

    public TimeSpan QueuedAt => queuedAt;

    public string Receiver { get; } = entry.Row.LaneKey["alert/".Length..];

    public string Text => _body.GetProperty("message").GetString()!;

    public string Alert => _body.GetProperty("alert").GetString()!;

    public string Status => _body.GetProperty("status").GetString()!;

    public string? Edge => _body.GetProperty("edge").GetString();

    public string? Region => _body.GetProperty("region").GetString();

    public string DedupeKey => _body.GetProperty("dedupe_key").GetString()!;

    public int Count => _body.GetProperty("count").GetInt32();

    /// <summary>What it accounts for.</summary>
    public List<AccountOfEvent> Names { get; } = [];

    /// <summary>When somebody took it, each time.</summary>
    public List<TimeSpan> Taken { get; } = [];

    public override string ToString() => $"{Alert} to {Receiver} at {queuedAt.TotalSeconds:0.0} \"{Text.Split('\n')[0]}\"";
}
