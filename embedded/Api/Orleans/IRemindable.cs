using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that receives reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>Called in a turn of the grain when a reminder is due. Ticks missed while no process ran are not made up for.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
