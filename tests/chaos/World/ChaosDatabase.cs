using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage.Server;

namespace Vespid.Tests.Chaos.World;

/// <summary>A PostgreSQL server of the run's own, which it may restart, starve and cut off as it likes.</summary>
internal sealed class ChaosDatabase : IAsyncDisposable
{
    /// <summary>Few enough that one client can take them all.</summary>
    public const int MostConnections = 90;

    private const int Roles = 100;
    private const string Password = "chaos";

    private readonly PrivatePostgres _server;
    private readonly ServerFolder _folder;
    private readonly ServerCommands _commands;
    private readonly NpgsqlDataSource _source;

    private ChaosDatabase(PrivatePostgres server, ServerFolder folder, ServerCommands commands)
    {
        (_server, _folder, _commands) = (server, folder, commands);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            ApplicationName = "chaos",
            MaxPoolSize = 4,
            Timeout = 2,
            CommandTimeout = 10,
        });
    }

    /// <summary>Where the server writes its log.</summary>
    public string LogFolder => Path.Combine(_folder.Cluster, "log");

    public static async Task<ChaosDatabase> StartAsync(string folder)
    {
        var server = await PrivatePostgres.StartAsync(folder, TimeProvider.System, NullLogger.Instance);
        var account = ServerAccount.ForThisProcess();
        var place = ServerFolder.Prepare(folder, account, NullLogger.Instance);
        var database = new ChaosDatabase(server, place, new ServerCommands(ServerPrograms.Find(place.ClusterVersion), account, TimeProvider.System));
        await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"ALTER SYSTEM SET max_connections = {MostConnections}"));
        await database.RestartAsync("fast");
        for (var i = 1; i <= Roles; i++)
            await database.ExecuteAsync($"CREATE ROLE {Role(i)} LOGIN SUPERUSER PASSWORD '{Password}'");
        return database;
    }

    /// <summary>How the process with this number reaches it; no two processes use one role.</summary>
    public string ConnectionStringOf(int process) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = Role(process), Password = Password }.ConnectionString;

    /// <summary>Name under which the database knows a process.</summary>
    public static string Role(int process) => string.Create(CultureInfo.InvariantCulture, $"process_{process}");

    /// <summary>Begins to watch who writes. The runtime's tables are there, and this process is the writer.</summary>
    public async Task WatchAsync(int process)
    {
        using var reader = new StreamReader(typeof(ChaosDatabase).Assembly.GetManifestResourceStream("watch.sql")!);
        await ExecuteAsync((await reader.ReadToEndAsync()).Replace("@process", $"'{Role(process)}'", StringComparison.Ordinal));
    }

    /// <param name="mode"><c>fast</c> ends all sessions in good order; <c>immediate</c> is a crash, with recovery at the start.</param>
    public async Task RestartAsync(string mode)
    {
        await _commands.RunAsync("pg_ctl", ["-D", _folder.Cluster, "-m", mode, "-w", "-t", "50", "-l", _folder.StartLog, "restart"], CancellationToken.None);
        _source.Clear();
    }

    /// <summary>Cuts the connections of the runtime whose application's name is like this.</summary>
    public Task<long> TerminateAsync(string name) =>
        CountAsync($"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE '{name}'");

    /// <summary>A connection that is none of the runtime's; null when there is no room.</summary>
    public async Task<NpgsqlConnection?> TryOccupyAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            ApplicationName = "occupier",
            Pooling = false,
            Timeout = 2,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> map)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(map(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
