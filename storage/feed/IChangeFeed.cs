using Vespid.Storage.Queries;

namespace Vespid.Storage.Feed;

/// <summary>
/// Append-only rows in the order in which they may be read without missing one: only those whose transaction is older than every open
/// one. What it returns are hints for a live page, which queries again.
/// </summary>
public interface IChangeFeed
{
    /// <summary>Where the feed ends now: what commits after this call comes after it.</summary>
    Task<FeedPosition> HeadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Replies to a web chat conversation after a sequence number (0 for all), oldest first. Its lane appends them one at a time, so the
    /// sequence number alone orders them.
    /// </summary>
    Task<IReadOnlyList<WebchatReply>> ReadWebchatAsync(
        Guid accountId, string conversationId, long afterSeq, int max, CancellationToken cancellationToken = default);

    /// <summary>Channel events of an organisation; of one account if given.</summary>
    Task<FeedBatch<EventItem>> ReadEventsAsync(
        Guid organizationId, Guid? accountId, FeedPosition after, int max, CancellationToken cancellationToken = default);

    /// <summary>Audit events of an organisation.</summary>
    Task<FeedBatch<AuditItem>> ReadAuditAsync(Guid organizationId, FeedPosition after, int max, CancellationToken cancellationToken = default);
}
