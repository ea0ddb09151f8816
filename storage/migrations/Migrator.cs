using Microsoft.Extensions.Logging;
using Npgsql;

namespace Vespid.Storage.Migrations;

/// <summary>Brings the schema to what this binary knows: each step in a transaction of its own, one process at a time.</summary>
public sealed partial class Migrator
{
    // Any number that nobody else takes an advisory lock on.
    private const long LockKey = 0x5645_5350_4944_4D47;
    private const int LongestStepSeconds = 600;

    private readonly Database _database;
    private readonly ILogger<Migrator> _logger;
    private readonly IReadOnlyList<Migration> _known;

    public Migrator(Database database, ILogger<Migrator> logger)
        : this(database, logger, Migration.Known())
    {
    }

    internal Migrator(Database database, ILogger<Migrator> logger, IReadOnlyList<Migration> known)
    {
        _database = database;
        _logger = logger;
        _known = known;
    }

    /// <summary>The highest step this binary knows.</summary>
    public int Binary => _known.Count == 0 ? 0 : _known[^1].Version;

    /// <summary>Applies what is missing and returns it.</summary>
    /// <exception cref="SchemaTooNewException">The schema needs a newer binary. Nothing was changed.</exception>
    public async Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        // Not pooled: the lock goes with the session, whatever happens.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            ApplicationName = "vespid-migrator",
            Pooling = false,
            CommandTimeout = LongestStepSeconds,
        }.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        var present = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var missing = _known.Where(step => !present.Contains(step.Version)).ToList();
        foreach (var step in missing)
            await ApplyAsync(connection, step, cancellationToken).ConfigureAwait(false);
        return missing;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<int>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Table = """
            CREATE TABLE IF NOT EXISTS schema_version (
                version    integer PRIMARY KEY,
                min_binary integer NOT NULL,
                name       text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """;
        await ExecuteAsync(connection, Table, cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT version, min_binary FROM schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var present = new HashSet<int>();
        var needed = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            present.Add(reader.GetInt32(0));
            needed = Math.Max(needed, reader.GetInt32(1));
        }

        return needed <= Binary ? present : throw new SchemaTooNewException(needed, Binary);
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration step, CancellationToken cancellationToken)
    {
        LogApplying(_logger, step.Name);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, step.Sql, cancellationToken).ConfigureAwait(false);
        await using var note = new NpgsqlCommand("INSERT INTO schema_version (version, min_binary, name) VALUES ($1, $2, $3)", connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = step.Version },
                new NpgsqlParameter<int> { TypedValue = step.MinBinary },
                new NpgsqlParameter<string> { TypedValue = step.Name },
            },
        };
        await note.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.migration.applying name={Name}")]
    private static partial void LogApplying(ILogger logger, string name);
}
