using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Delivery;

/// <remarks>
/// Wakes interleave, but only one of them pumps; the others leave word and return. So entries leave one after the other, while a wake
/// that comes during a send is not lost.
/// </remarks>
internal sealed partial class LaneGrain(
    ILaneStore lanes,
    ICommitLog log,
    IWriterLease lease,
    OutboxSenders senders,
    DeliveryMetrics metrics,
    IOptions<ChannelRuntimeOptions> options,
    TimeProvider clock,
    IIdSource ids,
    IChance chance,
    ILogger<LaneGrain> logger) : Grain, ILaneGrain
{
    private const int PageSize = 32;

    /// <summary>Longer waits are written down, so that a full lane does not come up again at each scan.</summary>
    private static readonly TimeSpan LongestUnwrittenWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WaitForStorage = TimeSpan.FromSeconds(1);

    /// <summary>Results that could not be written yet, by entry: known here, and only here, to be no doubt at all.</summary>
    private readonly Dictionary<Guid, OutboxChange> _unwritten = [];

    /// <summary>Entries marked as sending of which it is certain that this process sent nothing, with the epoch of the mark.</summary>
    private readonly Dictionary<Guid, long> _notSent = [];

    private bool _pumping;
    private bool _woken;
    private IGrainTimer? _timer;

    public async Task Wake()
    {
        _woken = true;
        if (_pumping)
            return;
        _pumping = true;
        try
        {
            while (_woken)
            {
                _woken = false;
                if (await DrainAsync() is { } wait)
                    WakeIn(wait);
            }
        }
        catch (Exception fault) when (fault is CommitException or Npgsql.NpgsqlException or TimeoutException)
        {
            Log.StorageAway(logger, fault.GetType().Name);
            WakeIn(WaitForStorage);
        }
        finally
        {
            _pumping = false;
        }
    }

    /// <returns>When to look again; null when nothing is left to wait for.</returns>
    private async Task<TimeSpan?> DrainAsync()
    {
        while (true)
        {
            var entries = await lanes.ReadLaneAsync(this.GetPrimaryKeyString(), PageSize);
            foreach (var entry in entries)
            {
                if (await StepAsync(entry) is { } wait)
                    return wait;
            }

            if (entries.Count < PageSize)
                return null;
        }
    }

    /// <summary>Brings the lane's first entry to an end, or says how long the lane has to wait for it.</summary>
    private async Task<TimeSpan?> StepAsync(OutboxEntry entry)
    {
        if (entry.Status == LaneStatus.Sending)
        {
            if (_unwritten.TryGetValue(entry.Id, out var known))
                return await RecordAsync(entry, known);
            if (!_notSent.Remove(entry.Id, out var epoch) || !IsWriterSince(epoch))
            {
                // For a moment a lane may be at two silos. The other one is asked by its row, which goes when its session ends.
                if (entry.IsSentElsewhere)
                    return WaitForStorage;
                await WriteAsync(entry, LaneRules.FoundSending(entry, senders.For(entry.Kind).Insists(entry)));
                return TimeSpan.Zero;
            }
        }
        else if (_unwritten.TryGetValue(entry.Id, out var past))
        {
            // Another process was the writer meanwhile, and in doubt; this one knows that it arrived.
            if (past.Status == LaneStatus.Sent && entry.Status is (LaneStatus.Unknown or LaneStatus.Retrying))
                return await RecordAsync(entry, past with { FromStatus = entry.Status });
            _unwritten.Remove(entry.Id);
        }

        if (entry.ExpiresIn <= TimeSpan.Zero)
            return await WriteAsync(entry, LaneRules.Expired(entry));
        if (entry.DueIn > TimeSpan.Zero)
            return entry.DueIn;

        var sender = senders.For(entry.Kind);
        return await sender.ClearAsync(entry, CancellationToken.None) switch
        {
            Clearance.Wait wait when wait.For <= LongestUnwrittenWait => wait.For,
            Clearance.Wait wait => await WriteAsync(entry, LaneRules.Postponed(entry, wait.For, wait.Why)) ?? wait.For,
            Clearance.Never never => await WriteAsync(entry, LaneRules.Never(entry, never.Error)),
            Clearance.InStore store => await WriteAsync(entry, LaneRules.After(entry, new SendResult.Sent(entry.Id.ToString()), options.Value, chance), store.Row),
            _ => await SendAsync(entry, sender),
        };
    }

    private async Task<TimeSpan?> SendAsync(OutboxEntry entry, IOutboxSender sender)
    {
        var epoch = lease.Epoch;
        if (!lease.IsHeld)
            return WaitForStorage;
        if (entry.Status != LaneStatus.Sending)
        {
            if (await MarkSendingAsync(entry, epoch) is { } wait)
                return wait;
            entry = entry with { Status = LaneStatus.Sending };
        }

        // The mark may have taken long: another process may be the writer by now.
        if (!lease.IsHeld)
        {
            _notSent[entry.Id] = epoch;
            return WaitForStorage;
        }

        var started = clock.GetTimestamp();
        var result = await sender.SendAsync(entry, CancellationToken.None);
        metrics.Attempted(entry.Kind, result, clock.GetElapsedTime(started));
        var change = LaneRules.After(entry, result, options.Value, chance);
        _unwritten[entry.Id] = change;
        return await RecordAsync(entry, change);
    }

    /// <summary>Writes the result of a send, which is known until it is written, however often that fails.</summary>
    private async Task<TimeSpan?> RecordAsync(OutboxEntry entry, OutboxChange result)
    {
        // If it has moved on, the next look says whether the result still counts.
        if (await CommitAsync(entry, result) != CommitStatus.Applied)
            return TimeSpan.Zero;
        _unwritten.Remove(entry.Id);
        return Written(entry, result);
    }

    private async Task<TimeSpan?> MarkSendingAsync(OutboxEntry entry, long epoch)
    {
        _notSent[entry.Id] = epoch;
        var marked = await CommitAsync(entry, LaneRules.Sending(entry));
        _notSent.Remove(entry.Id);
        // Canceled, or redriven, since it was read: look again.
        return marked == CommitStatus.Applied ? null : TimeSpan.Zero;
    }

    /// <returns>How long the lane has to wait for this entry; null when it is done with it.</returns>
    private async Task<TimeSpan?> WriteAsync(OutboxEntry entry, OutboxChange change, params ImmutableArray<CommitRow> more) =>
        await CommitAsync(entry, change, more) == CommitStatus.Applied ? Written(entry, change) : TimeSpan.Zero;

    private TimeSpan? Written(OutboxEntry entry, OutboxChange change)
    {
        if (change.Status is LaneStatus.Retrying or LaneStatus.Unknown)
            return change.DueIn;
        metrics.Ended(entry.Kind, change.Status);
        if (change.Status is LaneStatus.DeadLetter)
            Log.DeadLetter(logger, entry.Id, entry.Kind, change.AttemptCount, change.ErrorClass);
        return null;
    }

    private async Task<CommitStatus> CommitAsync(OutboxEntry entry, OutboxChange change, params ImmutableArray<CommitRow> more) =>
        (await log.CommitAsync(new Commit { Id = ids.NewId(), OrganizationId = entry.OrganizationId, Rows = [change, .. senders.For(entry.Kind).Follows(entry, change), .. more] })).Status;

    private void WakeIn(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            _woken = true;
            return;
        }

        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(
            static (grain, _) => grain.Wake(), this, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
    }

    /// <summary>
    /// Whether no other process can have been the writer since: the mark may be another's, who may have sent. One take-over makes one epoch, the return of a silo two.
    /// </summary>
    private bool IsWriterSince(long epoch) => lease.Epoch - epoch is 0 or 1;

    private static partial class Log
    {
        [LoggerMessage(EventId = 2100, EventName = "lane.storage_away", Level = LogLevel.Warning, Message = "Lane waits for storage ({Fault})")]
        public static partial void StorageAway(ILogger logger, string fault);

        [LoggerMessage(
            EventId = 2101, EventName = "lane.dead_letter", Level = LogLevel.Warning,
            Message = "Outbox entry {Entry} of kind {Kind} is a dead letter after {Attempts} attempts ({ErrorClass})")]
        public static partial void DeadLetter(ILogger logger, Guid entry, string kind, int attempts, string? errorClass);
    }
}
