using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Support;

/// <summary>A commit log on a database of its own, and plain SQL beside it.</summary>
internal sealed class CommitHost : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private CommitHost(string connectionString, StorageOptions options, ISoloWriter[] soloWriters)
    {
        var settings = Options.Create(options);
        Sql = NpgsqlDataSource.Create(connectionString);
        Database = new Database(settings);
        Log = new CommitLog(
            Database, Lease, soloWriters, Signals, new CommitMetrics(_meters.GetRequiredService<IMeterFactory>()), settings, TimeProvider.System, NullLogger<CommitLog>.Instance);
        Database.Open(connectionString);
    }

    public MovableLease Lease { get; } = new(1);

    public CommitSignals Signals { get; } = new();

    public Database Database { get; }

    public CommitLog Log { get; }

    public NpgsqlDataSource Sql { get; }

    public static async Task<CommitHost> StartAsync(StorageServer server, Action<StorageOptions>? configure = null, params ISoloWriter[] soloWriters)
    {
        var options = new StorageOptions();
        configure?.Invoke(options);
        var host = new CommitHost(await server.NewDatabaseAsync(), options, soloWriters);
        await host.ExecuteAsync("UPDATE writer_lease SET epoch = 1 WHERE id = 1");
        host.Database.UseEpoch(1);
        host.Log.Start();
        return host;
    }

    public static CommitHost StartOnNothing(string connectionString)
    {
        var host = new CommitHost(connectionString, new StorageOptions(), []);
        host.Log.Start();
        return host;
    }

    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<string>> TextsAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>Keeps every commit with runs waiting inside the database, until disposed.</summary>
    public async Task<IAsyncDisposable> BlockRunsAsync()
    {
        var connection = await Sql.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE runs IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return new Release(connection);
    }

    /// <summary>Waits until as many writers wait for a lock.</summary>
    public Task UntilBlockedAsync(int writers) => Wait.UntilAsync($"{writers} blocked writers", () => ScalarAsync<bool>(
        "SELECT count(*) >= $1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'vespid-writer-%' AND wait_event_type = 'Lock'",
        (long)writers));

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Database.DisposeAsync();
        await Sql.DisposeAsync();
        await _meters.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = Sql.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    private sealed class Release(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var command = new NpgsqlCommand("ROLLBACK", connection);
            await command.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }
}
