using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Migrations;
using Vespid.Storage.Server;

namespace Vespid.Tests.Storage.Support;

/// <summary>A private server; each test gets a database of its own, a copy of one with the schema.</summary>
public sealed class StorageServer : IAsyncLifetime
{
    public const string Collection = "storage";

    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-storage-").FullName;
    private PrivatePostgres? _server;
    private int _databases;

    public async Task InitializeAsync()
    {
        _server = await PrivatePostgres.StartAsync(_folder, TimeProvider.System, NullLogger.Instance);

        // Nothing here has to survive the machine, and a hundred databases are many files to sync.
        await ExecuteAsync("ALTER SYSTEM SET fsync = off");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await using (var database = new Database(Options.Create(new StorageOptions())))
        {
            database.Open(await CreateAsync("schema", "template1"));
            await new Migrator(database, NullLogger<Migrator>.Instance).MigrateAsync();
        }

        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Connection string of a new database with the schema.</summary>
    public Task<string> NewDatabaseAsync() => CreateAsync($"test{Interlocked.Increment(ref _databases)}", "schema");

    /// <summary>Connection string of a new database without it.</summary>
    public Task<string> NewEmptyDatabaseAsync() => CreateAsync($"empty{Interlocked.Increment(ref _databases)}", "template1");

    /// <summary>Connection string of a copy, as a dump would make one. Nobody may be connected to the original.</summary>
    public Task<string> CopyAsync(string connectionString) =>
        CreateAsync($"copy{Interlocked.Increment(ref _databases)}", new NpgsqlConnectionStringBuilder(connectionString).Database!);

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> CreateAsync(string name, string template)
    {
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = name, ApplicationName = "test" }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
