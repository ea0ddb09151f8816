namespace Vespid.Channels;

/// <summary>A setting of an account that the console asks for.</summary>
/// <param name="Key">Name in the account's metadata, and of the account secret that replaces it.</param>
/// <param name="Label">For people.</param>
/// <param name="Required">Whether the console insists.</param>
/// <param name="Placeholder">Example value, if any.</param>
/// <param name="Description">One sentence, if any.</param>
public sealed record MetadataSpec(string Key, string Label, bool Required, string? Placeholder = null, string? Description = null);
