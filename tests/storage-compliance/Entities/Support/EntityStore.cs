using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Migrations;
using Vespid.Storage.Server;

namespace Vespid.Tests.Storage.Entities.Support;

/// <summary>A private server with the schema and the commit log, shared by the tests of this folder. Each test makes its own organisations.</summary>
public sealed class EntityStore : IAsyncLifetime
{
    public const string Collection = "entities";
    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-entities-").FullName;
    private PrivatePostgres? _server;
    private ServiceProvider? _services;

    public static byte[] Kek { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public NpgsqlDataSource Sql { get; private set; } = null!;

    internal Database Database => Get<Database>();

    internal ICommitLog Commits => Get<ICommitLog>();

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _server = await PrivatePostgres.StartAsync(_folder, TimeProvider.System, NullLogger.Instance);
        Sql = NpgsqlDataSource.Create(_server.ConnectionString);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddMetrics();
        services.AddOptions<StorageOptions>();
        services.AddSingleton<Database>();
        services.AddSingleton<IWriterLease>(new FixedLease(1));
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<CommitMetrics>();
        services.AddSingleton<ICommitLog, CommitLog>();
        services.AddVespidEntities(options => options.Kek = Kek);
        _services = services.BuildServiceProvider();
        Database.Open(_server.ConnectionString);
        await new Migrator(Database, NullLogger<Migrator>.Instance).MigrateAsync();
        await ExecuteAsync("UPDATE writer_lease SET epoch = 1 WHERE id = 1");
        Database.UseEpoch(1);
        ((CommitLog)Commits).Start();
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (Sql is not null)
            await Sql.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<CommitStatus> TryAsync(params CommitRow[] rows) =>
        (await Commits.CommitAsync(new Commit { Id = Guid.CreateVersion7(), Rows = [.. rows] })).Status;

    internal async Task ApplyAsync(params CommitRow[] rows) => Assert.Equal(CommitStatus.Applied, await TryAsync(rows));

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

    /// <summary>Waits until a query answers true.</summary>
    public Task UntilAsync(string what, string sql, params object[] parameters) =>
        Wait.UntilAsync(what, () => ScalarAsync<bool>(sql, parameters));

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = Sql.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
