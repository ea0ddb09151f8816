using System.Diagnostics;
using System.Globalization;

namespace Vespid.Tests.Integration.Support;

/// <summary>A database server as the processes that it is, to be stopped, resumed and killed.</summary>
internal static class DatabaseProcesses
{
    public static List<int> Of(int server)
    {
        var parent = server.ToString(CultureInfo.InvariantCulture);
        return
        [
            server,
            .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && ParentOf(id) == parent),
        ];
    }

    private static string? ParentOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Trim().Split(' ')[1];
        }
        catch (IOException)
        {
            // Ended since it was listed.
            return null;
        }
    }

    public static void Signal(string name, IReadOnlyCollection<int> processes)
    {
        if (processes.Count == 0)
            return;
        using var kill = Process.Start("kill", [$"-{name}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
    }
}
