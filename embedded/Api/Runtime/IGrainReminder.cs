namespace Orleans.Runtime;

/// <summary>A stored reminder, for its grain.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}
