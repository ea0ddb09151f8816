namespace Vespid.Storage.Lanes;

/// <summary>What lanes read. They write through the commit log.</summary>
public interface ILaneStore
{
    /// <summary>Open entries of a lane in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<OutboxEntry>> ReadLaneAsync(string laneKey, int max, CancellationToken cancellationToken = default);

    /// <summary>Keys of lanes whose open entries are due, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<string>> DueLanesAsync(int max, CancellationToken cancellationToken = default);

    /// <summary>Looks at the heads of the next lanes in order of their keys, so that each open lane has its turn however much the others hold.</summary>
    /// <param name="after">Key of the last lane seen; empty for the first.</param>
    /// <param name="lanes">Lanes to look at.</param>
    /// <returns>Keys of those whose head is due; the key to go on after, empty when all were seen.</returns>
    Task<(IReadOnlyList<string> Due, string After)> LanesAfterAsync(string after, int lanes, CancellationToken cancellationToken = default);

    /// <summary>One entry of an organisation; null if there is none.</summary>
    Task<OutboxEntry?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default);
}

/// <summary>An outbox row as its lane sees it.</summary>
/// <param name="Id">Entry.</param>
/// <param name="LaneKey">Lane.</param>
/// <param name="Kind">What sends it.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Channel account.</param>
/// <param name="ConversationId">Conversation.</param>
/// <param name="Payload">JSON text.</param>
/// <param name="Status">Lane status word.</param>
/// <param name="AttemptCount">Counted attempts so far.</param>
/// <param name="DueIn">Zero or negative when due, by the database's clock.</param>
/// <param name="ExpiresIn">Zero or negative when expired, by the database's clock.</param>
/// <param name="PossibleDuplicate">An earlier attempt may have arrived.</param>
/// <param name="SessionId">Session it belongs to.</param>
/// <param name="SessionSeq">Turn it answers.</param>
/// <param name="LastError">Of the last attempt.</param>
/// <param name="ProviderMessageId">Once sent.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="TraceParent">W3C trace context.</param>
public sealed record OutboxEntry(
    Guid Id,
    string LaneKey,
    string Kind,
    Guid OrganizationId,
    Guid? AccountId,
    string? ConversationId,
    string Payload,
    string Status,
    int AttemptCount,
    TimeSpan DueIn,
    TimeSpan ExpiresIn,
    bool PossibleDuplicate,
    Guid? SessionId,
    long? SessionSeq,
    string? LastError,
    string? ProviderMessageId,
    DateTimeOffset CreatedAt,
    string? TraceParent)
{
    /// <summary>Whether another silo, which lives, has marked it as sending: its result is still to come.</summary>
    public bool IsSentElsewhere { get; init; }
}
