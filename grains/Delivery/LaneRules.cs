using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Storage.Lanes;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Delivery;

/// <summary>What an outbox entry becomes after what happened to it.</summary>
internal static class LaneRules
{
    private const string Transient = "transient";
    private const string Permanent = "permanent";
    private const string UnknownClass = "unknown";
    private const string Interrupted = "interrupted while sending";

    /// <summary>After an attempt.</summary>
    public static OutboxChange After(OutboxEntry entry, SendResult result, ChannelRuntimeOptions options, IChance chance)
    {
        var change = Judge(entry, result, options, chance);
        return result.MayRepeat ? change with { PossibleDuplicate = true } : change;
    }

    /// <summary>The process ended between the send and its record: nobody knows, so it is sent once more and marked.</summary>
    public static OutboxChange FoundSending(OutboxEntry entry, bool insists = false) => entry.PossibleDuplicate && !insists
        ? Dead(entry, entry.AttemptCount + 1, Interrupted, UnknownClass)
        : Doubtful(entry, Interrupted, TimeSpan.Zero);

    public static OutboxChange Expired(OutboxEntry entry) => Change(entry, LaneStatus.Expired, entry.AttemptCount) with
    {
        LastError = entry.LastError ?? "not delivered in time",
        ErrorClass = Transient,
    };

    public static OutboxChange Sending(OutboxEntry entry) => Change(entry, LaneStatus.Sending, entry.AttemptCount) with { LastError = entry.LastError };

    public static OutboxChange Never(OutboxEntry entry, string error) => Dead(entry, entry.AttemptCount, error, Permanent);

    public static OutboxChange Postponed(OutboxEntry entry, TimeSpan dueIn, string why) =>
        Change(entry, entry.Status == LaneStatus.Unknown ? LaneStatus.Unknown : LaneStatus.Retrying, entry.AttemptCount) with
        {
            DueIn = dueIn,
            LastError = why,
            ErrorClass = Transient,
        };

    private static OutboxChange Judge(OutboxEntry entry, SendResult result, ChannelRuntimeOptions options, IChance chance) => result switch
    {
        SendResult.Sent sent => Change(entry, LaneStatus.Sent, entry.AttemptCount + 1) with { ProviderMessageId = sent.ProviderMessageId },
        SendResult.Retry { CountsAsAttempt: false } retry => Again(entry, entry.AttemptCount, retry.Error, UncountedDelay(entry, retry.RetryAfter, options, chance)),
        SendResult.Retry retry when entry.AttemptCount + 1 < options.OutboundMaxAttempts =>
            Again(entry, entry.AttemptCount + 1, retry.Error, RetryDelay(entry.AttemptCount + 1, retry.RetryAfter, options, chance)),
        SendResult.Retry retry => Dead(entry, entry.AttemptCount + 1, retry.Error, Transient),
        SendResult.Refused refused => Dead(entry, entry.AttemptCount + 1, refused.Error, Permanent),
        SendResult.NotConfigured missing => Dead(entry, entry.AttemptCount, missing.Code, Permanent),
        // Sent once more; a second doubt is left to a person.
        SendResult.Unknown unknown when !entry.PossibleDuplicate => Doubtful(entry, unknown.Error, RetryDelay(1, null, options, chance)),
        SendResult.Unknown unknown => Dead(entry, entry.AttemptCount + 1, unknown.Error, UnknownClass),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static OutboxChange Again(OutboxEntry entry, int attempts, string error, TimeSpan dueIn) => Change(entry, LaneStatus.Retrying, attempts) with
    {
        DueIn = dueIn,
        LastError = error,
        ErrorClass = Transient,
    };

    /// <summary>
    /// An outage counts no attempts, so the wait grows with the time that the entry has waited already: half of it, lest a receiver that is gone
    /// is tried twice a second for a day.
    /// </summary>
    private static TimeSpan UncountedDelay(OutboxEntry entry, TimeSpan? retryAfter, ChannelRuntimeOptions options, IChance chance)
    {
        var half = (options.OutboundTimeToLive - entry.ExpiresIn) / 2;
        var start = retryAfter is null && half > options.OutboundRetryBase ? half : options.OutboundRetryBase;
        return RetrySchedule.Delay(1, start, options.OutboundMaxBackoff, retryAfter, chance);
    }

    private static TimeSpan RetryDelay(int failures, TimeSpan? retryAfter, ChannelRuntimeOptions options, IChance chance) =>
        RetrySchedule.Delay(failures, options.OutboundRetryBase, options.OutboundMaxBackoff, retryAfter, chance);

    private static OutboxChange Doubtful(OutboxEntry entry, string error, TimeSpan dueIn) => Change(entry, LaneStatus.Unknown, entry.AttemptCount) with
    {
        DueIn = dueIn,
        LastError = error,
        ErrorClass = UnknownClass,
        PossibleDuplicate = true,
    };

    private static OutboxChange Dead(OutboxEntry entry, int attempts, string error, string errorClass) => Change(entry, LaneStatus.DeadLetter, attempts) with
    {
        LastError = error,
        ErrorClass = errorClass,
    };

    private static OutboxChange Change(OutboxEntry entry, string status, int attempts) =>
        new(entry.Id, entry.Status, status, attempts, TimeSpan.Zero, null, null, null, entry.PossibleDuplicate);
}
