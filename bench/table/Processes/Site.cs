using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage.Server;

namespace Vespid.Bench.Table.Processes;

/// <summary>A private PostgreSQL server in a folder of its own. Each system under load gets one, so that its processor time is its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-bench-");
    private PrivatePostgres? _server;

    public string Folder => _folder.FullName;

    public string ConnectionString => _server!.ConnectionString;

    /// <summary>Processor seconds of the server and all its back ends.</summary>
    public double ProcessorSeconds => ProcessTimes.SecondsWithChildren(_server!.ProcessId);

    public static async Task<Site> StartAsync(CancellationToken cancellationToken)
    {
        var site = new Site();
        try
        {
            // The server runs as another user than root, and has to reach its folder.
            File.SetUnixFileMode(site.Folder, (UnixFileMode)0b111_001_001);
            site._server = await PrivatePostgres.StartAsync(site.Folder, TimeProvider.System, NullLogger.Instance, cancellationToken);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restarts the server so that it counts what each statement costs.</summary>
    public async Task CountStatementsAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(cancellationToken, "CREATE EXTENSION pg_stat_statements", "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        await _server!.DisposeAsync();
        _server = await PrivatePostgres.StartAsync(Folder, TimeProvider.System, NullLogger.Instance, cancellationToken);
    }

    /// <summary>Each statement by itself.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken, params string[] statements)
    {
        await using var connection = await OpenAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 1_800 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task<long> CountAsync(string query, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 60 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Not pooled.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
