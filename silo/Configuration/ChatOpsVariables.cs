namespace Vespid.Silo.Configuration;

/// <summary>Variables of the rooms as they were given. They are read together, with the document, since all their faults are told at once.</summary>
internal sealed class ChatOpsVariables
{
    /// <summary>Path of the document; null for none.</summary>
    public string? Document { get; set; }

    /// <summary>Those of a fixed name, for the table of settings.</summary>
    public Dictionary<string, string> Given { get; } = new(StringComparer.Ordinal);
}
