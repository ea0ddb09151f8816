namespace Vespid.Tests.Chaos.Tests;

/// <summary>Where the logs of a test go that finds a broken promise.</summary>
internal static class LogFolder
{
    public static string Of(string test) => Path.Combine(AppContext.BaseDirectory, "chaos-logs", test);
}
