using System.Globalization;
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
        ReadAsync(new Statement($"SELECT {Columns} FROM reminders WHERE grain_id = $1").With(grainId.ToString()));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => ReadAsync(
        new Statement($"SELECT {Columns} FROM reminders WHERE {(begin < end ? "grain_hash > $1 AND grain_hash <= $2" : "grain_hash > $1 OR grain_hash <= $2")}")
            .With((long)begin).With((long)end));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var found = await ReadAsync(
            new Statement($"SELECT {Columns} FROM reminders WHERE grain_id = $1 AND name = $2").With(grainId.ToString()).With(reminderName));
        return found.Reminders.FirstOrDefault();
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var statement = new Statement($"""
            WITH {EpochFence.Part}
            INSERT INTO reminders (grain_id, name, grain_hash, start_at, period, etag)
            SELECT $2, $3, $4, $5, $6, {NewTag} FROM fence
            ON CONFLICT (grain_id, name) DO UPDATE SET start_at = excluded.start_at, period = excluded.period, etag = greatest(excluded.etag, reminders.etag + 1)
            RETURNING etag
            """)
            .With(lease.Epoch).With(entry.GrainId.ToString()).With(entry.ReminderName).With((long)entry.GrainId.GetUniformHashCode())
            .With(new DateTimeOffset(DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc))).With(entry.Period);
        var written = await database.Writes.ListAsync(statement, static row => row.GetInt64(0), CancellationToken.None);
        return written is [var etag] ? etag.ToString(CultureInfo.InvariantCulture) : throw Fenced();
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var statement = new Statement($"""
            WITH {EpochFence.Part}, removed AS (
                DELETE FROM reminders WHERE grain_id = $2 AND name = $3 AND etag = $4 AND EXISTS (SELECT FROM fence) RETURNING 1)
            SELECT (SELECT count(*) FROM fence), (SELECT count(*) FROM removed)
            """)
            .With(lease.Epoch).With(grainId.ToString()).With(reminderName).With(long.Parse(eTag, CultureInfo.InvariantCulture));
        var (fences, removed) = (await database.Writes.ListAsync(statement, static row => (row.GetInt64(0), row.GetInt64(1)), CancellationToken.None))[0];
        return fences == 1 ? removed == 1 : throw Fenced();
    }

    public Task TestOnlyClearTable() => database.Writes.RunAsync(new Statement("DELETE FROM reminders"), CancellationToken.None);

    private static WriterFencedException Fenced() => new("This process is not the writer.");

    private async Task<ReminderTableData> ReadAsync(Statement statement) => new(await database.Reads.ListAsync(
        statement,
        static row => new ReminderEntry
        {
            GrainId = GrainId.Parse(row.GetString(0)),
            ReminderName = row.GetString(1),
            StartAt = row.GetDateTime(2),
            Period = row.GetTimeSpan(3),
            ETag = row.GetInt64(4).ToString(CultureInfo.InvariantCulture),
        },
        CancellationToken.None));
}
