using System.Text.Json;
using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Storage.Queries;

namespace Vespid.Storage.Restore;

internal sealed class RestoreHolds(Database database) : IRestoreHolds
{
    private const string ByOperator = "operator";
    private const int LongestSeconds = 900;

    public Task<RestoreStatus> StatusAsync(CancellationToken cancellationToken = default) => database.Reads.ReadAsync(
        [new Statement(RestoreSql.Counts), new Statement(RestoreSql.Groups), new Statement(RestoreSql.Holds)],
        async rows =>
        {
            var counts = (await rows.AllAsync(MapCounts, cancellationToken).ConfigureAwait(false))[0];
            var groups = await rows.NextAsync(
                row => new RestoreGroup(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.Time(4)), cancellationToken).ConfigureAwait(false);
            return new RestoreStatus(counts, groups, await rows.NextAsync(MapHold, cancellationToken).ConfigureAwait(false));
        },
        cancellationToken);

    public Task<RestoreCounts> ReleaseAsync(
        RestoreSelection selection, string by, string reason, string? from = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(RestoreSql.Release, "restore.released", selection, by, reason, from, cancellationToken);

    public Task<RestoreCounts> DiscardAsync(
        RestoreSelection selection, string by, string reason, string? from = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(RestoreSql.Discard, "restore.discarded", selection, by, reason, from, cancellationToken);

    public Task<RestoreHold> HoldAsync(string by, string reason, CancellationToken cancellationToken = default) => InTransactionAsync(
        async connection =>
        {
            var hold = await RestoreGuard.HoldAsync(connection, ByOperator, JsonSerializer.Serialize(new { by, reason }), cancellationToken).ConfigureAwait(false);
            await NoteAsync(connection, null, by, "restore.held", new RestoreCounts(hold.OutboxEntries, hold.Runs, hold.Alerts), reason, null, cancellationToken).ConfigureAwait(false);
            return hold;
        },
        cancellationToken);

    internal static RestoreHold MapHold(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.Time(5), row.IsDBNull(6) ? null : row.Time(6), row.TextOrNull(7));

    private static RestoreCounts MapCounts(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2));

    private Task<RestoreCounts> ChangeAsync(
        string sql, string action, RestoreSelection selection, string by, string reason, string? from, CancellationToken cancellationToken) => InTransactionAsync(
        async connection =>
        {
            var change = new Statement(sql).With(selection.Outbox).With(selection.Runs).With(selection.Alerts).With(selection.OrganizationId);
            var counts = await RunAsync(connection, change, async rows =>
            {
                await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
                return MapCounts(rows);
            }, cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, new Statement(RestoreSql.End).With(PostgresText.Clean(by)), _ => Task.FromResult(0), cancellationToken).ConfigureAwait(false);
            await NoteAsync(connection, selection.OrganizationId, by, action, counts, reason, from, cancellationToken).ConfigureAwait(false);
            return counts;
        },
        cancellationToken);

    private static Task<int> NoteAsync(
        NpgsqlConnection connection, Guid? organizationId, string by, string action, RestoreCounts counts, string reason, string? from, CancellationToken cancellationToken) =>
        RunAsync(
            connection,
            new Statement(RestoreSql.Audit).With(organizationId).With(PostgresText.Clean(by)).With(action).WithJsonb(JsonSerializer.Serialize(
                new { to = new { outbox = counts.OutboxEntries, runs = counts.Runs, alerts = counts.Alerts, reason = PostgresText.Clean(reason) } })).With(from),
            _ => Task.FromResult(0), cancellationToken);

    private static async Task<T> RunAsync<T>(NpgsqlConnection connection, Statement statement, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = LongestSeconds };
        batch.BatchCommands.Add(statement.Command);
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await read(rows).ConfigureAwait(false);
    }

    private Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => database.Reads.UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var result = await work(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        },
        cancellationToken);
}
