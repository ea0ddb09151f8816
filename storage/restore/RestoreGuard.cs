using System.Text.Json;
using Npgsql;

namespace Vespid.Storage.Restore;

/// <summary>Looks whether the database is a restored one, in the transaction of the take-over: nothing is sent before it has looked.</summary>
internal static class RestoreGuard
{
    private const string OtherDatabase = "other_database";
    private const string LogWentBack = "log_went_back";

    /// <summary>Marking millions of rows takes its time; until then there is no writer.</summary>
    private const int LongestHoldSeconds = 900;

    /// <returns>What is held now, if it was a restored one, and what the witness notes.</returns>
    public static async Task<(RestoreHold? Hold, RestoreWitness.Note Now)> LookAsync(
        NpgsqlConnection connection, RestoreWitness.Note? witness, CancellationToken cancellationToken)
    {
        var (here, marked, wentBack, position) = await SeenAsync(connection, witness, cancellationToken).ConfigureAwait(false);
        var now = new RestoreWitness.Note(here, position);
        if (marked == here && !wentBack)
            return (null, now);
        var hold = marked is null
            ? null
            : await HoldAsync(
                connection, wentBack ? LogWentBack : OtherDatabase,
                JsonSerializer.Serialize(new { from = marked, to = here, position, witness = wentBack ? witness!.Position : null }), cancellationToken).ConfigureAwait(false);
        await using var mark = new NpgsqlCommand(RestoreSql.Mark, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = here } } };
        await mark.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return (hold, now);
    }

    public static async Task<RestoreHold> HoldAsync(NpgsqlConnection connection, string cause, string evidence, CancellationToken cancellationToken)
    {
        await using (var patience = new NpgsqlCommand($"SET LOCAL statement_timeout = '{LongestHoldSeconds}s'", connection))
            await patience.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection) { Timeout = LongestHoldSeconds };
        batch.BatchCommands.Add(new Statement(RestoreSql.Hold).With(cause).WithJsonb(evidence).Command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return RestoreHolds.MapHold(reader);
    }

    private static async Task<(string Here, string? Marked, bool WentBack, string Position)> SeenAsync(
        NpgsqlConnection connection, RestoreWitness.Note? witness, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 5 };
        batch.BatchCommands.Add(new Statement(RestoreSql.Look).With(witness?.Identity).With(witness?.Position).Command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(2), reader.GetString(3));
    }
}
