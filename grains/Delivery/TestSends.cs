using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.Delivery;

/// <summary>Waits for the end of a test message; it travels its lane like any other.</summary>
internal sealed class TestSends(ILaneStore lanes, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public async Task<TestSendResult> WaitAsync(Guid organizationId, Guid entryId)
    {
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        while (true)
        {
            var entry = await lanes.FindAsync(organizationId, entryId);
            var waited = clock.GetElapsedTime(started) >= Patience;
            switch (entry?.Status)
            {
                case LaneStatus.Sent:
                    return new TestSendResult(true, "accepted", entry.AttemptCount, entry.ProviderMessageId, null);
                case LaneStatus.DeadLetter when entry.LastError == "CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING":
                    return new TestSendResult(false, "failed", entry.AttemptCount, null, entry.LastError);
                case LaneStatus.DeadLetter or LaneStatus.Expired or LaneStatus.Canceled:
                    return new TestSendResult(false, "dead_letter", entry.AttemptCount, null, entry.LastError);
                case null:
                    return new TestSendResult(false, "account_unavailable", 0, null, "ACCOUNT_UNAVAILABLE");
                default:
                    if (waited)
                        return new TestSendResult(false, "pending", entry.AttemptCount, null, entry.LastError);
                    await timer.WaitForNextTickAsync();
                    break;
            }
        }
    }
}
