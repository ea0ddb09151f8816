using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Vespid.Storage.Snapshots;

/// <summary>
/// Hears of changes made elsewhere and forgets what they changed. A convenience: a commit verifies the versions anyway. After each
/// (re)connection everything is forgotten, since notices were missed meanwhile.
/// </summary>
internal sealed partial class EntityListener(Database database, AccountCache cache, TimeProvider time, ILogger<EntityListener> logger) : BackgroundService
{
    private const string Channel = "vespid_entities";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(logger, fault.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = "vespid-listener",
            Pooling = false,
            Timeout = 5,
            KeepAlive = 10,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notification += (_, notice) => Forget(notice.Payload);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        await using (var listen = new NpgsqlCommand("LISTEN " + Channel, connection))
            await listen.ExecuteNonQueryAsync(stoppingToken).ConfigureAwait(false);
        cache.Clear();
        LogListening(logger);
        while (true)
            await connection.WaitAsync(stoppingToken).ConfigureAwait(false);
    }

    private void Forget(string payload)
    {
        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        if (Guid.TryParse(payload.AsSpan(colon + 1), out var id))
            cache.Invalidate(id);
    }

    [LoggerMessage(EventId = 1, EventName = "entities.listening", Level = LogLevel.Debug, Message = "entities.listening")]
    private static partial void LogListening(ILogger logger);

    [LoggerMessage(EventId = 2, EventName = "entities.listener.lost", Level = LogLevel.Warning, Message = "entities.listener.lost {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
