namespace Vespid.Storage.Queries;

/// <summary>What waits in a deployment.</summary>
/// <param name="Gauges">Figures.</param>
/// <param name="Lanes">Lanes with the oldest open entries.</param>
/// <param name="Runs">Oldest runs that are queued or running.</param>
public sealed record QueueInspection(RuntimeGauges Gauges, IReadOnlyList<LaneItem> Lanes, IReadOnlyList<RunItem> Runs);
