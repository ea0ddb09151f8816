using System.Text.RegularExpressions;
using Npgsql;

namespace Vespid.Bench.Table.Processes;

/// <summary>What each statement cost a server, as pg_stat_statements counted it.</summary>
internal sealed partial class StatementCosts
{
    private readonly Dictionary<string, (double Calls, double Milliseconds, double WalBytes)> _costs = new(StringComparer.Ordinal);

    /// <summary>Most expensive first.</summary>
    public IEnumerable<(string Statement, double Calls, double Milliseconds, double WalBytes)> Ordered =>
        _costs.Select(pair => (pair.Key, pair.Value.Calls, pair.Value.Milliseconds, pair.Value.WalBytes)).OrderByDescending(cost => cost.Milliseconds);

    /// <summary>Adds what was counted since the last time, and begins anew.</summary>
    public async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand(
            "SELECT query, calls, total_exec_time, wal_bytes FROM pg_stat_statements WHERE toplevel AND query NOT LIKE '%pg_stat_statements%'", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                // Constants are shown or not, by whether the statement was prepared before the counting began.
                var statement = Constant().Replace(string.Join(' ', reader.GetString(0).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), "?");
                _costs.TryGetValue(statement, out var known);
                _costs[statement] = (known.Calls + reader.GetInt64(1), known.Milliseconds + reader.GetDouble(2), known.WalBytes + (double)reader.GetDecimal(3));
            }
        }

        await ForgetAsync(connection, cancellationToken);
    }

    public static async Task ForgetAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var reset = new NpgsqlCommand("SELECT pg_stat_statements_reset()", connection);
        await reset.ExecuteNonQueryAsync(cancellationToken);
    }

    [GeneratedRegex(@"\$\d+|'[^']*'|\b\d+\b|\bNULL\b")]
    private static partial Regex Constant();
}
