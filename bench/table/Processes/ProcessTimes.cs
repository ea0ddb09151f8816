using System.Globalization;

namespace Vespid.Bench.Table.Processes;

/// <summary>What /proc says of processes.</summary>
internal static class ProcessTimes
{
    // USER_HZ, in which the kernel shows times to programs, is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;
    private const int EndedChildrenTime = 13;

    /// <summary>Processor seconds of one process.</summary>
    public static double Seconds(int processId) => Read(processId) is { } fields ? Sum(fields, UserTime) : 0;

    /// <summary>Processor seconds of a process, of its children, and of those of its children that have ended.</summary>
    public static double SecondsWithChildren(int processId)
    {
        if (Read(processId) is not { } root)
            return 0;
        var sum = Sum(root, UserTime) + Sum(root, EndedChildrenTime);
        var parent = processId.ToString(CultureInfo.InvariantCulture);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Read(id) is { } fields && fields[1] == parent)
                sum += Sum(fields, UserTime);
        }

        return sum;
    }

    /// <summary>Resident memory in MB, now and at most.</summary>
    public static (double Now, double Most) Memory(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/status");
        return (Megabytes("VmRSS:"), Megabytes("VmHWM:"));

        double Megabytes(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024
            : 0;
    }

    private static double Sum(string[] fields, int first) =>
        (long.Parse(fields[first], CultureInfo.InvariantCulture) + long.Parse(fields[first + 1], CultureInfo.InvariantCulture)) / TicksPerSecond;

    /// <summary>Fields after the name, which may hold blanks: state, parent, …</summary>
    private static string[]? Read(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
