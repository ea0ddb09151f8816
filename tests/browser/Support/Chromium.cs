namespace Vespid.Tests.Browser.Support;

/// <summary>The machine's own Chromium.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Null when the machine has none.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Why tests in a browser are skipped; null when they are not.</summary>
    public static string? Missing { get; } = Path is null ? $"There is no Chromium on this machine: none of {string.Join(", ", Names)} is on the PATH (Debian's package is chromium)." : null;
}
