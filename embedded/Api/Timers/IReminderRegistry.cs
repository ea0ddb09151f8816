using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Registers reminders of a grain.</summary>
public interface IReminderRegistry
{
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    /// <summary>The stored reminder of that name, or null.</summary>
    Task<IGrainReminder> GetReminder(GrainId callingGrainId, string reminderName);

    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
