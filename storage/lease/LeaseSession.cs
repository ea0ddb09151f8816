using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Vespid.Storage.Restore;

namespace Vespid.Storage.Lease;

/// <summary>The session that holds, or waits for, the lease.</summary>
internal sealed class LeaseSession : IAsyncDisposable
{
    // Any numbers that nobody else takes advisory locks on.
    private const long WriterKey = 0x5645_5350_4944_4C53;
    private const long LeaderKey = 0x5645_5350_4944_4C45;

    /// <summary>First half of the lock that says that a silo lives; the second is its epoch.</summary>
    private const int SiloKey = 0x5645_5350;

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

    /// <summary>The lock that a lone writer has to itself.</summary>
    public Task<bool> TryLockAsync(CancellationToken cancellationToken) => IsTrueAsync($"SELECT pg_try_advisory_lock({WriterKey})", cancellationToken);

    /// <summary>The same lock, shared among the silos of a cluster: a lone writer and they exclude each other.</summary>
    public Task<bool> TryShareLockAsync(CancellationToken cancellationToken) => IsTrueAsync($"SELECT pg_try_advisory_lock_shared({WriterKey})", cancellationToken);

    public Task<bool> TryLeadAsync(CancellationToken cancellationToken) => IsTrueAsync($"SELECT pg_try_advisory_lock({LeaderKey})", cancellationToken);

    public async Task<IReadOnlyList<ActiveAddress>> ReadAddressesAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT address FROM writer_lease WHERE address IS NOT NULL ORDER BY epoch", _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var addresses = new List<ActiveAddress>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            addresses.Add(JsonSerializer.Deserialize<ActiveAddress>(reader.GetString(0))!);
        return addresses;
    }

    /// <returns>Who may write, as one number that is never 0; null when commits under this epoch are not taken any more.</returns>
    public async Task<long?> ViewAsync(long epoch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT hashtextextended(string_agg(epoch::text, ',' ORDER BY epoch), 0) | 1 FROM writer_lease HAVING bool_or(epoch = $1)", _connection)
        { Parameters = { new NpgsqlParameter<long> { TypedValue = epoch } } };
        return (long?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
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
        return await EnterAsync(
            """
            WITH silos AS (DELETE FROM writer_lease WHERE id < 0)
            UPDATE writer_lease SET epoch = epoch + 1, holder = $1, address = $2, acquired_at = clock_timestamp() WHERE id = 1 RETURNING epoch, true
            """,
            holder, address, witness, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Joins the silos that write side by side, under an epoch of its own. Row 1 moves on to one that nobody has: a lone writer before them can commit
    /// nothing more.
    /// </summary>
    public async Task<TakeOver> JoinAsync(string holder, ActiveAddress? address, RestoreWitness witness, CancellationToken cancellationToken)
    {
        // Silos of a backup are not at work.
        await EvictAsync(cancellationToken).ConfigureAwait(false);
        return await EnterAsync(
            $"""
            WITH counter AS (UPDATE writer_lease SET epoch = epoch + 2, holder = 'silos', address = NULL WHERE id = 1 RETURNING epoch - 1 AS epoch)
            INSERT INTO writer_lease (id, epoch, holder, address, acquired_at)
            SELECT -epoch, epoch, $1, $2, clock_timestamp() FROM counter WHERE pg_try_advisory_lock({SiloKey}, epoch::int)
            RETURNING epoch, NOT EXISTS (SELECT FROM writer_lease WHERE id < 0)
            """,
            holder, address, witness, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the epochs of silos whose session has ended: what they still had in flight is not taken any more.</summary>
    /// <returns>Those epochs.</returns>
    public async Task<IReadOnlyList<long>> EvictAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            DELETE FROM writer_lease l
            WHERE l.id < 0 AND NOT EXISTS (
                SELECT 1 FROM pg_locks p JOIN pg_database d ON d.oid = p.database
                WHERE p.locktype = 'advisory' AND p.objsubid = 2 AND p.classid = {SiloKey} AND p.objid = l.epoch AND d.datname = current_database())
            RETURNING l.epoch
            """,
            _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var epochs = new List<long>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            epochs.Add(reader.GetInt64(0));
        return epochs;
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
            await using var command = new NpgsqlCommand(
                """
                WITH silo AS (DELETE FROM writer_lease WHERE id < 0 AND epoch = $1)
                UPDATE writer_lease SET address = NULL WHERE id = 1 AND epoch = $1
                """,
                _connection)
            { Parameters = { new NpgsqlParameter<long> { TypedValue = epoch } } };
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

    private async Task<TakeOver> EnterAsync(string sql, string holder, ActiveAddress? address, RestoreWitness witness, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, _connection)
        {
            CommandTimeout = 5,
            Parameters =
            {
                new NpgsqlParameter { Value = holder },
                new NpgsqlParameter { Value = address is null ? DBNull.Value : JsonSerializer.Serialize(address), NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        var (epoch, isAlone) = await ReadEntryAsync(command, cancellationToken).ConfigureAwait(false);
        // Where others are at work it is no restored one: a witness that was away for long must not hold what they are doing.
        var (hold, now) = await RestoreGuard.LookAsync(_connection, isAlone ? witness.Read() : null, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new TakeOver(epoch, hold, now);
    }

    private static async Task<(long Epoch, bool IsAlone)> ReadEntryAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    private async Task<bool> IsTrueAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Tells all writers to end, none of them waited for: a wait looks only every 100 ms, and there may be dozens.</summary>
    /// <returns>How many there still were.</returns>
    private async Task<long> EndWritersAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.application_name LIKE 'vespid-writer-%' AND a.pid <> pg_backend_pid()
            """,
            _connection)
        { CommandTimeout = 5 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
