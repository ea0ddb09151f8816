using Orleans.Runtime;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Reminders;

/// <summary>A reminder this process keeps the time of.</summary>
internal sealed class ScheduledReminder : IDisposable
{
    // Clocks cannot wait for months in one go.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Silo _silo;
    private readonly IRemindable _grain;
    private readonly ITimer _clock;
    private DateTime _due;
    private bool _disposed;

    public ScheduledReminder(Silo silo, ReminderEntry entry)
    {
        _silo = silo;
        Entry = entry;
        _grain = silo.Factory.GetGrain<IRemindable>(entry.GrainId);
        _due = ReminderSchedule.Next(entry.StartAt, entry.Period, Now);
        _clock = silo.Time.CreateDetachedTimer(static self => _ = ((ScheduledReminder)self!).Elapsed(), this);
        Arm();
    }

    public ReminderEntry Entry { get; }

    private DateTime Now => _silo.Time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _clock.Dispose();
    }

    private void Arm()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                var wait = _due - Now;
                _clock.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task Elapsed()
    {
        var now = Now;
        if (now < _due)
        {
            Arm();
            return;
        }

        try
        {
            _silo.Metrics.ReminderTicked();
            await _grain.ReceiveReminder(Entry.ReminderName, new TickStatus(Entry.StartAt, Entry.Period, now));
        }
        catch (Exception fault)
        {
            _silo.Log.ReminderFailed(Entry.ReminderName, Entry.GrainId, fault);
        }

        // A tick that took longer than the period costs the ticks it covered.
        _due = ReminderSchedule.After(_due, Entry.StartAt, Entry.Period, Now);
        Arm();
    }
}
