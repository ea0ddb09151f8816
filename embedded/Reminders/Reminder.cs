using Orleans.Runtime;

namespace Vespid.Embedded.Reminders;

/// <summary>What a grain holds of its reminder; the etag guards removal.</summary>
internal sealed record Reminder(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;
