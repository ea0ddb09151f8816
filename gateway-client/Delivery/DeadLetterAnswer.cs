namespace Vespid.Gateway.Delivery;

/// <summary>What a redrive or purge did, or would do.</summary>
/// <param name="Preview">True when nothing was done.</param>
/// <param name="Total">Dead letters that were named, counted up to 100,000.</param>
/// <param name="Lanes">Lanes they belong to; null when they were named by id.</param>
/// <param name="Count">How many this call did or would take.</param>
/// <param name="Ids">Which it would take; null when it did.</param>
/// <param name="Sample">The first 20 that it would take; null when it did.</param>
internal sealed record DeadLetterAnswer(
    bool Preview, int Total, int? Lanes, int Count, IReadOnlyList<Guid>? Ids, IReadOnlyList<OutboxAnswer>? Sample);
