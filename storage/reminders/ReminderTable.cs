using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;

namespace Vespid.Storage.Reminders;

/// <summary>Orleans' reminders on the table <c>reminders</c>. Writes check the writer's epoch.</summary>
internal sealed class ReminderTable(Database database, IWriterLease lease) : IReminderTable
{
    private const string Columns = "grain_id, name, start_at, period, etag";

    // Taken from the clock, so that a reminder made again after its removal has another etag.
    private const string NewTag = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        ReadAsync($"SELECT {Columns} FROM reminders WHERE grain_id = $1", new NpgsqlParameter<string> { TypedValue = grainId.ToString() });

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => ReadAsync(
        $"SELECT {Columns} FROM reminders WHERE {(begin < end ? "grain_hash > $1 AND grain_hash <= $2" : "grain_hash > $1 OR grain_hash <= $2")}",
        new NpgsqlParameter<long> { TypedValue = begin },
        new NpgsqlParameter<long> { TypedValue = end });

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var found = await ReadAsync(
            $"SELECT {Columns} FROM reminders WHERE grain_id = $1 AND name = $2",
            new NpgsqlParameter<string> { TypedValue = grainId.ToString() },
            new NpgsqlParameter<string> { TypedValue = reminderName });
        return found.Reminders.FirstOrDefault();
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        await using var command = database.Writes.CreateCommand($"""
            WITH {EpochFence.Part}
            INSERT INTO reminders (grain_id, name, grain_hash, start_at, period, etag)
            SELECT $2, $3, $4, $5, $6, {NewTag} FROM fence
            ON CONFLICT (grain_id, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = greatest(excluded.etag, reminders.etag + 1)
            RETURNING etag
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lease.Epoch });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.GrainId.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry.ReminderName });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entry.GrainId.GetUniformHashCode() });
        command.Parameters.Add(new NpgsqlParameter { Value = DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = entry.Period });
        return await command.ExecuteScalarAsync() is long etag ? etag.ToString(CultureInfo.InvariantCulture) : throw Fenced();
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        await using var command = database.Writes.CreateCommand($"""
            WITH {EpochFence.Part}, removed AS (
                DELETE FROM reminders WHERE grain_id = $2 AND name = $3 AND etag = $4 AND EXISTS (SELECT FROM fence) RETURNING 1)
            SELECT (SELECT count(*) FROM fence), (SELECT count(*) FROM removed)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lease.Epoch });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = grainId.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reminderName });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = long.Parse(eTag, CultureInfo.InvariantCulture) });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetInt64(0) == 1 ? reader.GetInt64(1) == 1 : throw Fenced();
    }

    public async Task TestOnlyClearTable()
    {
        await using var command = database.Writes.CreateCommand("DELETE FROM reminders");
        await command.ExecuteNonQueryAsync();
    }

    private static WriterFencedException Fenced() => new("This process is not the writer.");

    private async Task<ReminderTableData> ReadAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.Reads.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<ReminderEntry>();
        while (await reader.ReadAsync())
        {
            entries.Add(new ReminderEntry
            {
                GrainId = GrainId.Parse(reader.GetString(0)),
                ReminderName = reader.GetString(1),
                StartAt = reader.GetDateTime(2),
                Period = reader.GetTimeSpan(3),
                ETag = reader.GetInt64(4).ToString(CultureInfo.InvariantCulture),
            });
        }

        return new ReminderTableData(entries);
    }
}
