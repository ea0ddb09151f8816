using System.Runtime.InteropServices;

namespace Vespid.Bench.Table.Report;

/// <summary>Where it was measured.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return $"{Environment.ProcessorCount} processors ({model}), {memory:F0} GB, {RuntimeInformation.FrameworkDescription}, client, servers and databases on the same machine";
    }

    /// <summary>Load average of a minute: above the number of processors, others were at work too.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
