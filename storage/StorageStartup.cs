using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Migrations;
using Vespid.Storage.Server;

namespace Vespid.Storage;

/// <summary>
/// Starts the storage before any other service and stops it after all others: the server when it is a private one, the schema, the
/// lease, the commit log.
/// </summary>
public sealed class StorageStartup : IHostedLifecycleService, IAsyncDisposable
{
    private readonly Database _database;
    private readonly Migrator _migrator;
    private readonly PostgresLease _lease;
    private readonly CommitLog _log;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _serverLogger;
    private PrivatePostgres? _server;
    private bool _isStarted;

    internal StorageStartup(
        Database database, Migrator migrator, PostgresLease lease, CommitLog log, IOptions<StorageOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _database = database;
        _migrator = migrator;
        _lease = lease;
        _log = log;
        _options = options.Value;
        _time = time;
        _serverLogger = loggers.CreateLogger("Vespid.Storage.Server.PrivatePostgres");
    }

    /// <summary>Makes <see cref="Database"/> usable, for commands that need no more: starts or adopts the private server when no other is named.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        if (_database.IsOpen)
            return;
        if (_options.ConnectionString is { } text)
        {
            _database.Open(ConnectionText.Normalize(text));
            return;
        }

        if (OperatingSystem.IsWindows())
            throw new PrivatePostgresException("The private server needs a Unix system; name a server in DATABASE_URL.");
        _server = await PrivatePostgres.StartAsync(_options.DataFolder, _time, _serverLogger, cancellationToken).ConfigureAwait(false);
        _database.Open(_server.ConnectionString);
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
        _isStarted = true;
        _log.Start();
        _lease.Start();
        await _lease.Tried.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _lease.OfferToLead();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
            return;
        _isStarted = false;
        await _log.StopAsync().ConfigureAwait(false);
        await _lease.StopAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StoppedAsync(CancellationToken.None).ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
        if (_server is { } server && !OperatingSystem.IsWindows())
            await server.DisposeAsync().ConfigureAwait(false);
    }
}
