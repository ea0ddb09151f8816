using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Vespid.Storage.Restore;

namespace Vespid.Storage.Lease;

/// <summary>The session that holds, or waits for, the lease.</summary>
internal sealed class LeaseSession : IAsyncDisposable
{
    // Any number that nobody else takes an advisory lock on.
    private const long LockKey = 0x5645_5350_4944_4C53;
    private const int TerminationMilliseconds = 1000;

    private readonly NpgsqlConnection _connection;

    private LeaseSession(NpgsqlConnection connection) => _connection = connection;

    public static async Task<LeaseSession> OpenAsync(Database database, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "vespid-lease",
            Pooling = false,
            Timeout = 2,
            CommandTimeout = 2,
            CancellationTimeout = 200,
            Options = $"-c idle_session_timeout={PostgresLease.IdleSessionMilliseconds} -c statement_timeout=5000",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new LeaseSession(connection);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<bool> TryLockAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", _connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<ActiveAddress?> ReadAddressAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT address FROM writer_lease WHERE id = 1", _connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string text ? JsonSerializer.Deserialize<ActiveAddress>(text) : null;
    }

    public async Task<long> ReadEpochAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT epoch FROM writer_lease WHERE id = 1", _connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>
    /// Ends the writers of all epochs so far, then moves the epoch on: no commit of theirs can come after it. What a restored backup still has to send
    /// is held in the same transaction.
    /// </summary>
    public async Task<TakeOver> TakeOverAsync(
        string holder, ActiveAddress? address, RestoreWitness witness, TimeProvider time, CancellationToken cancellationToken)
    {
        while (await EndWritersAsync(cancellationToken).ConfigureAwait(false) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken).ConfigureAwait(false);
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            "UPDATE writer_lease SET epoch = epoch + 1, holder = $1, address = $2, acquired_at = clock_timestamp() WHERE id = 1 RETURNING epoch", _connection)
        {
            CommandTimeout = 5,
            Parameters =
            {
                new NpgsqlParameter { Value = holder },
                new NpgsqlParameter { Value = address is null ? DBNull.Value : JsonSerializer.Serialize(address), NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        var epoch = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        var (hold, now) = await RestoreGuard.LookAsync(_connection, witness.Read(), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new TakeOver(epoch, hold, now);
    }

    /// <summary>How far the log has come, for the witness.</summary>
    public async Task<string> ReadPositionAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_flush_lsn()::text", _connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Gives the lease back; nothing is lost if that fails, only time.</summary>
    /// <returns>How far the log has come, for the witness; null if it failed.</returns>
    public async Task<string?> ReleaseAsync(long epoch)
    {
        try
        {
            await using var command = new NpgsqlCommand("UPDATE writer_lease SET address = NULL WHERE id = 1 AND epoch = $1", _connection)
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = epoch } },
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            return await ReadPositionAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            // The session ends with this object, and the lock with the session.
            return null;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <param name="Epoch">The new epoch.</param>
    /// <param name="Hold">What is held when the database turned out to be a restored one.</param>
    /// <param name="Now">What the witness is to note.</param>
    internal sealed record TakeOver(long Epoch, RestoreHold? Hold, RestoreWitness.Note Now);

    private async Task<long> EndWritersAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*) FILTER (WHERE NOT pg_terminate_backend(a.pid, {TerminationMilliseconds}))
            FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.application_name LIKE 'vespid-writer-%' AND a.pid <> pg_backend_pid()
            """,
            _connection)
        { CommandTimeout = 5 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
