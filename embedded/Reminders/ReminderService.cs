using Orleans.Runtime;
using Orleans.Timers;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Reminders;

/// <summary>Keeps the reminders of the table and calls their grains when they are due.</summary>
internal sealed class ReminderService(Silo silo, IReminderTable table) : IReminderRegistry, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId GrainId, string Name), ScheduledReminder> _scheduled = [];
    private ITimer? _refresh;
    private bool _started;
    private int _changes;

    public async Task Start(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        lock (_gate)
        {
            _started = true;
        }

        await Refresh();
        _refresh = silo.Time.CreateDetachedTimer(static self => _ = ((ReminderService)self!).RefreshSafely(), this);
        _refresh.Change(silo.Options.ReminderRefreshPeriod, silo.Options.ReminderRefreshPeriod);
    }

    public Task Stop(CancellationToken cancellationToken)
    {
        Dispose();
        return table.StopAsync(cancellationToken);
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var least = silo.Options.MinimumReminderPeriod;
        if (period < least)
        {
            throw new ArgumentException(
                $"Reminder '{reminderName}' has a period of {period}; {nameof(EmbeddedOptions)}.{nameof(EmbeddedOptions.MinimumReminderPeriod)} is {least}.",
                nameof(period));
        }

        var entry = new ReminderEntry
        {
            GrainId = callingGrainId,
            ReminderName = reminderName,
            StartAt = silo.Time.GetUtcNow().UtcDateTime.Add(dueTime),
            Period = period,
        };
        entry.ETag = await table.UpsertRow(entry);
        Schedule(entry);
        return ReminderOf(entry);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        if (reminder is not Reminder known || known.GrainId != callingGrainId)
        {
            throw new ArgumentException($"Reminder '{reminder.ReminderName}' is not one of grain {callingGrainId}.", nameof(reminder));
        }

        if (!await table.RemoveRow(known.GrainId, known.ReminderName, known.ETag))
        {
            throw new ReminderException($"Reminder '{known.ReminderName}' of grain {known.GrainId} was changed or removed since it was read.");
        }

        Forget(known.GrainId, known.ReminderName);
    }

    public async Task<IGrainReminder> GetReminder(GrainId callingGrainId, string reminderName)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        return await table.ReadRow(callingGrainId, reminderName) is { } entry ? ReminderOf(entry) : null!;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. (await table.ReadRows(callingGrainId)).Reminders.Select(ReminderOf)];

    public void Dispose()
    {
        _refresh?.Dispose();
        lock (_gate)
        {
            _started = false;
            foreach (var scheduled in _scheduled.Values)
            {
                scheduled.Dispose();
            }

            _scheduled.Clear();
        }
    }

    private static IGrainReminder ReminderOf(ReminderEntry entry) => new Reminder(entry.GrainId, entry.ReminderName, entry.ETag!);

    private async Task RefreshSafely()
    {
        try
        {
            await Refresh();
        }
        catch (Exception fault)
        {
            silo.Log.ReminderTableFailed(fault);
        }
    }

    private async Task Refresh()
    {
        var changes = Volatile.Read(ref _changes);
        var entries = (await table.ReadRows(0, 0)).Reminders;
        lock (_gate)
        {
            if (changes != _changes)
            {
                // What was read may be older than what was registered meanwhile. The next refresh will do.
                return;
            }

            var stored = entries.ToDictionary(static entry => (entry.GrainId, entry.ReminderName));
            foreach (var key in _scheduled.Keys.Where(key => !stored.ContainsKey(key)).ToArray())
            {
                Unschedule(key);
            }

            foreach (var entry in stored.Values)
            {
                ScheduleUnlessKnown(entry);
            }
        }
    }

    private void Schedule(ReminderEntry entry)
    {
        lock (_gate)
        {
            _changes++;
            ScheduleUnlessKnown(entry);
        }
    }

    private void ScheduleUnlessKnown(ReminderEntry entry)
    {
        var key = (entry.GrainId, entry.ReminderName);
        if (!_started || (_scheduled.TryGetValue(key, out var known) && known.Entry.ETag == entry.ETag))
        {
            return;
        }

        Unschedule(key);
        _scheduled[key] = new ScheduledReminder(silo, entry);
    }

    private void Forget(GrainId grainId, string name)
    {
        lock (_gate)
        {
            _changes++;
            Unschedule((grainId, name));
        }
    }

    private void Unschedule((GrainId GrainId, string Name) key)
    {
        if (_scheduled.Remove(key, out var scheduled))
        {
            scheduled.Dispose();
        }
    }
}
