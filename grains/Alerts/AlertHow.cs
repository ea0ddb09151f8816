namespace Vespid.Grains.Alerts;

/// <summary>How an event is accounted for.</summary>
internal static class AlertHow
{
    public const string Deferred = "deferred";
    public const string Alone = "alone";
    public const string Grouped = "grouped";
    public const string Merged = "merged";
    public const string Flapping = "flapping";
    public const string Parked = "parked";
    public const string Cascade = "cascade";
    public const string Inhibited = "inhibited";
    public const string Silenced = "silenced";
}
