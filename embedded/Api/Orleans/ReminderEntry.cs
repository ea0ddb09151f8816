using Orleans.Runtime;

namespace Orleans;

/// <summary>A stored reminder.</summary>
[GenerateSerializer]
public sealed class ReminderEntry
{
    [Id(0)]
    public GrainId GrainId { get; set; }

    [Id(1)]
    public string ReminderName { get; set; } = "";

    /// <summary>First tick, UTC.</summary>
    [Id(2)]
    public DateTime StartAt { get; set; }

    [Id(3)]
    public TimeSpan Period { get; set; }

    [Id(4)]
    public string? ETag { get; set; }

    public override string ToString() => $"{GrainId} {ReminderName} from {StartAt:O} every {Period}, etag {ETag}";
}
