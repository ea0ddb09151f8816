using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>A part of what is measured. Starts what it needs, and ends it.</summary>
internal interface ISection
{
    string Name { get; }

    /// <param name="sheets">Receives the results; what was measured before a fault stays.</param>
    /// <param name="cancellationToken">Ends early.</param>
    Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken);
}
