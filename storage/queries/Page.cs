namespace Vespid.Storage.Queries;

/// <summary>A page of a list. Rows that appear meanwhile neither repeat nor hide others.</summary>
/// <typeparam name="T">Item.</typeparam>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="NextCursor">Opaque; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
