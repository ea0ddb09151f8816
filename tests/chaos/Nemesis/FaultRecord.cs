namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>One fault as it was played.</summary>
/// <param name="kind">What was done.</param>
/// <param name="isVendors">It was done by a vendor: it touches as many sends as it has calls, not all that are in flight.</param>
/// <param name="start">When it began.</param>
internal sealed class FaultRecord(string kind, bool isVendors, DateTimeOffset start)
{
    public string Kind => kind;

    public bool IsVendors => isVendors;

    public DateTimeOffset Start => start;

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? End { get; set; }

    /// <summary>How often it struck: once, or for each cut of a series; for a vendor's, calls that were taken and not answered.</summary>
    public int Strikes { get; set; } = 1;
}
