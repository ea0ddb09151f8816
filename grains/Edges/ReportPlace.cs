namespace Vespid.Grains.Edges;

/// <summary>Where a report stands among those before it.</summary>
internal enum ReportPlace
{
    /// <summary>Newer than all.</summary>
    Next,

    /// <summary>Known.</summary>
    Duplicate,

    /// <summary>Older than the newest: history.</summary>
    Late,
}
