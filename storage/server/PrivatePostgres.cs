using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Vespid.Storage.Server;

/// <summary>
/// A PostgreSQL server of our own under a data folder, shared by all processes that use the folder. It outlives a killed process, is
/// adopted by the next one through its pid file, and is stopped by the last that lets go of it.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class PrivatePostgres : IAsyncDisposable
{
    private const string Superuser = "vespid";
    private const string DatabaseName = "vespid";

    // sun_path holds 108 bytes, with a final zero, and PostgreSQL appends "/.s.PGSQL.<port>".
    private const int LongestSocketFolder = 90;
    private const int SocketPort = 5432;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);

    private readonly ServerFolder _folder;
    private readonly ServerCommands _commands;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FolderLock _use;
    private bool _released;

    private PrivatePostgres(ServerFolder folder, ServerCommands commands, FolderLock use, string connectionString, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _commands = commands;
        _use = use;
        _time = time;
        _logger = logger;
        ConnectionString = connectionString;
    }

    /// <summary>How to reach it; contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Process id of the server.</summary>
    public int ProcessId => _folder.ReadPid()?.ProcessId ?? 0;

    /// <summary>Makes the cluster if there is none, starts the server or adopts the running one, and registers this process as a user of it.</summary>
    /// <param name="dataFolder">Made when it does not exist.</param>
    /// <param name="time">For waits.</param>
    /// <param name="logger">Told of each step that takes time.</param>
    /// <param name="cancellationToken">Ends the waits.</param>
    /// <exception cref="PrivatePostgresException">There are no server programs, or they failed; the message says what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(string dataFolder, TimeProvider time, ILogger logger, CancellationToken cancellationToken = default)
    {
        var account = ServerAccount.ForThisProcess();
        var folder = ServerFolder.Prepare(dataFolder, account, logger);
        await using var exclusive = await FolderLock.ExclusiveAsync(folder.StartLock, time, cancellationToken).ConfigureAwait(false);
        var programs = ServerPrograms.Find(folder.ClusterVersion);
        var commands = new ServerCommands(programs, account, time);
        await folder.HandOverAsync(commands, cancellationToken).ConfigureAwait(false);
        var use = FolderLock.Shared(folder.UseLock);
        try
        {
            if (folder.ClusterVersion is null)
                await InitializeAsync(folder, commands, logger, cancellationToken).ConfigureAwait(false);
            var password = await File.ReadAllTextAsync(folder.Password, cancellationToken).ConfigureAwait(false);
            if (!await AdoptAsync(folder, password, time, logger, cancellationToken).ConfigureAwait(false))
                await StartServerAsync(folder, commands, logger, cancellationToken).ConfigureAwait(false);
            var server = new PrivatePostgres(folder, commands, use, Reach(folder, password, DatabaseName), time, logger);
            await CreateDatabaseAsync(Reach(folder, password, "postgres"), cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the server; stops it when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_released)
            return;
        _released = true;
        await using var exclusive = await FolderLock.ExclusiveAsync(_folder.StartLock, _time, CancellationToken.None).ConfigureAwait(false);
        _use.Dispose();
        using var last = FolderLock.TryExclusive(_folder.UseLock);
        if (last is null)
            return;
        NpgsqlConnection.ClearAllPools();
        LogStopping(_logger, _folder.Cluster);
        try
        {
            await _commands.RunAsync("pg_ctl", ["-D", _folder.Cluster, "-m", "fast", "-w", "-t", "20", "stop"], CancellationToken.None).ConfigureAwait(false);
        }
        catch (PrivatePostgresException error)
        {
            // A long last checkpoint goes on without us; whoever starts next waits for its end.
            LogStillStopping(_logger, _folder.Cluster, error);
        }
    }

    private static async Task InitializeAsync(ServerFolder folder, ServerCommands commands, ILogger logger, CancellationToken cancellationToken)
    {
        LogInitializing(logger, folder.Cluster);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await folder.WriteOwnAsync(folder.Password, password, cancellationToken).ConfigureAwait(false);
        try
        {
            await folder.WriteForServerAsync(folder.InitialPassword, password, commands, cancellationToken).ConfigureAwait(false);
            await commands.RunAsync(
                "initdb",
                ["-D", folder.Cluster, "-U", Superuser, "--auth=scram-sha-256", "--pwfile=" + folder.InitialPassword, "--encoding=UTF8", "--no-locale"],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(folder.InitialPassword);
        }
    }

    private static async Task<bool> AdoptAsync(ServerFolder folder, string password, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        // A server that still recovers from a crash refuses connections for a while.
        var since = time.GetTimestamp();
        while (folder.ReadPid() is { } pid && IsServer(pid.ProcessId))
        {
            try
            {
                await using var connection = new NpgsqlConnection(Reach(folder, password, "postgres"));
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                LogAdopted(logger, pid.ProcessId);
                return true;
            }
            catch (Exception error) when (error is NpgsqlException or SocketException or IOException && time.GetElapsedTime(since) < LongestRecovery)
            {
                await Task.Delay(AskAgainAfter, time, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException error)
            {
                throw new PrivatePostgresException(
                    $"A server runs under {folder.Cluster} (process {pid.ProcessId}) but takes no connection: {error.Message}", error);
            }
        }

        return false;
    }

    private static bool IsServer(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) && !process.HasExited;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task StartServerAsync(ServerFolder folder, ServerCommands commands, ILogger logger, CancellationToken cancellationToken)
    {
        var bySocket = Encoding.UTF8.GetByteCount(folder.Sockets) <= LongestSocketFolder;
        var port = bySocket ? SocketPort : FreePort();
        var settings = ServerSettings.Text(bySocket ? folder.Sockets : null, port);
        await folder.WriteForServerAsync(folder.Settings, settings, commands, cancellationToken).ConfigureAwait(false);
        LogStarting(logger, folder.Cluster, bySocket ? folder.Sockets : "127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture));
        await commands.RunAsync(
            "pg_ctl",
            ["-D", folder.Cluster, "-w", "-t", "30", "-l", folder.StartLog, "-o", $"-c config_file=\"{folder.Settings}\"", "start"],
            cancellationToken).ConfigureAwait(false);
    }

    private static string Reach(ServerFolder folder, string password, string database)
    {
        var pid = folder.ReadPid() ?? throw new PrivatePostgresException($"The server under {folder.Cluster} has ended. Its log is in {folder.Cluster}/log.");
        return new NpgsqlConnectionStringBuilder
        {
            Host = pid.SocketFolder.Length > 0 ? pid.SocketFolder : "127.0.0.1",
            Port = pid.Port,
            Username = Superuser,
            Password = password,
            Database = database,
            Timeout = 5,
            Pooling = database == DatabaseName,
        }.ConnectionString;
    }

    private static async Task CreateDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = '" + DatabaseName + "'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null)
            return;
        await using var create = new NpgsqlCommand("CREATE DATABASE " + DatabaseName, connection);
        await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.server.initializing folder={Folder}")]
    private static partial void LogInitializing(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.server.starting folder={Folder} address={Address}")]
    private static partial void LogStarting(ILogger logger, string folder, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.server.adopted pid={ProcessId}")]
    private static partial void LogAdopted(ILogger logger, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.server.still_stopping folder={Folder}")]
    private static partial void LogStillStopping(ILogger logger, string folder, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.server.stopping folder={Folder}")]
    private static partial void LogStopping(ILogger logger, string folder);
}
