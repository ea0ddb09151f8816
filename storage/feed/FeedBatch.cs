namespace Vespid.Storage.Feed;

/// <summary>Rows of a change feed.</summary>
/// <typeparam name="T">Row.</typeparam>
/// <param name="Items">Oldest first; empty when nothing is new.</param>
/// <param name="Position">Where to read on.</param>
public sealed record FeedBatch<T>(IReadOnlyList<T> Items, FeedPosition Position);
