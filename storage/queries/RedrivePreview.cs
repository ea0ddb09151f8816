namespace Vespid.Storage.Queries;

/// <summary>What a redrive would do.</summary>
/// <param name="Total">Dead letters that the filter names, counted up to 100,000.</param>
/// <param name="Lanes">Lanes they belong to.</param>
/// <param name="Ids">The first of them in their order, at most as many as asked for: what one redrive takes.</param>
/// <param name="Sample">The first 20.</param>
public sealed record RedrivePreview(int Total, int Lanes, IReadOnlyList<Guid> Ids, IReadOnlyList<OutboxItem> Sample);
