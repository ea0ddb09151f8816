namespace Vespid.Embedded.Reminders;

/// <summary>When a reminder is due. Ticks lie on the grid from its first tick; what was missed is skipped, not made up for.</summary>
internal static class ReminderSchedule
{
    /// <summary>The first tick at or after <paramref name="now"/>.</summary>
    public static DateTime Next(DateTime startAt, TimeSpan period, DateTime now)
    {
        if (now <= startAt)
        {
            return startAt;
        }

        var beyond = (now - startAt).Ticks % period.Ticks;
        return beyond == 0 ? now : now.AddTicks(period.Ticks - beyond);
    }

    /// <summary>The first tick after <paramref name="last"/>, and not before <paramref name="now"/>.</summary>
    public static DateTime After(DateTime last, DateTime startAt, TimeSpan period, DateTime now) =>
        Next(startAt, period, now > last ? now : last.AddTicks(1));
}
