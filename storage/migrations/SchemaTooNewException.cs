namespace Vespid.Storage.Migrations;

/// <summary>The database has been moved on to a schema that this binary cannot work with.</summary>
public sealed class SchemaTooNewException(int needed, int known)
    : Exception($"The database needs a binary that knows schema {needed}; this one knows {known}. Start a newer release.")
{
    /// <summary>What the schema asks for.</summary>
    public int Needed { get; } = needed;

    /// <summary>What this binary knows.</summary>
    public int Known { get; } = known;
}
