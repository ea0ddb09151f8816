namespace Vespid.Grains.Edges;

/// <summary>How bad it is.</summary>
internal static class Severities
{
    public const string Info = "info";
    public const string Warn = "warn";
    public const string Critical = "critical";

    public static int Rank(string severity) => severity switch
    {
        Critical => 2,
        Warn => 1,
        _ => 0,
    };
}
