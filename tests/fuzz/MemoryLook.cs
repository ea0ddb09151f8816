using System.Globalization;
using Vespid.Tests.Fuzz.Hosting;

namespace Vespid.Tests.Fuzz;

/// <summary>What stays in memory when nothing runs, idle grains are gone and everything that can be collected is.</summary>
internal sealed record MemoryLook(long Managed, long WorkingSet, int Activations)
{
    /// <summary>Caches, rate limits and pools fill up to their bounds; growth with each case would be several times this.</summary>
    public const long MostManagedGrowth = 32 * Mebibyte;

    /// <summary>What the process keeps of the system's memory follows the collector's moods more than our own.</summary>
    public const long MostWorkingSetGrowth = 256 * Mebibyte;
    private const long Mebibyte = 1024 * 1024;
    private const int FewActivations = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<MemoryLook> TakeAsync(FuzzHost host, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (host.Activations > FewActivations && TimeProvider.System.GetElapsedTime(started) < Patience)
            await timer.WaitForNextTickAsync(cancellationToken);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new MemoryLook(GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet, host.Activations);
    }

    /// <summary>What has grown too much since an earlier look; null when nothing has.</summary>
    public string? FaultSince(MemoryLook early) =>
        Managed - early.Managed > MostManagedGrowth ? $"The managed heap grew from {early} to {this}."
        : WorkingSet - early.WorkingSet > MostWorkingSetGrowth ? $"The working set grew from {early} to {this}."
        : Activations > FewActivations ? $"{Activations} grains stay in memory."
        : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"managed {Managed / (double)Mebibyte:F1} MiB, working set {WorkingSet / (double)Mebibyte:F0} MiB, {Activations} grains");
}
