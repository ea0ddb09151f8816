using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are kept. Rows are found by <see cref="GrainId.GetUniformHashCode"/>, which stays the same from process to process.</summary>
public interface IReminderTable
{
    /// <summary>Called once before any other member.</summary>
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>The reminders of one grain.</summary>
    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>
    /// The reminders whose grain's hash is in (<paramref name="begin"/>, <paramref name="end"/>]; the range wraps round when begin is not below end, so that (0, 0) is all of them.
    /// </summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    /// <summary>One reminder, or null.</summary>
    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <summary>Writes a reminder whether or not it exists.</summary>
    /// <returns>The new etag.</returns>
    Task<string?> UpsertRow(ReminderEntry entry);

    /// <summary>Removes a reminder if its etag is still <paramref name="eTag"/>.</summary>
    /// <returns>Whether a row was removed.</returns>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    /// <summary>Removes everything; for tests.</summary>
    Task TestOnlyClearTable();

    /// <summary>Called once after the last use.</summary>
    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
