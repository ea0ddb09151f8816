using System.Collections.Frozen;
using Vespid.Grains.Channels;
using Vespid.Silo.Configuration;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Flags;

/// <summary>Reads the switches anew every two seconds: the environment once, the env file when it changes, the table each time.</summary>
internal sealed partial class RuntimeFlags(
    EnvironmentValues environment, IRuntimeQueries queries, TimeProvider clock, ILogger<RuntimeFlags> logger) : BackgroundService, IRuntimeFlags
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile FrozenSet<string> _disabled = FlagSources.Disabled(name => environment[name]);
    private IReadOnlyDictionary<string, string> _file = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, string> _table = new Dictionary<string, string>();

    public bool IsChannelEnabled(string channelId) => !_disabled.Contains(channelId);

    /// <summary>Reads the table before the first message is taken.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ReadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (environment.File is { } path)
                _file = EnvFile.Parse(await File.ReadAllTextAsync(path, cancellationToken));
            _table = (await queries.FlagsAsync(cancellationToken)).ToDictionary(flag => flag.Name, flag => flag.Enabled ? "true" : "false", StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or FormatException or Npgsql.NpgsqlException or TimeoutException)
        {
            // What was known last goes on holding.
            Log.NotRead(logger, fault.GetType().Name);
        }

        var before = _disabled;
        var disabled = FlagSources.Disabled(name => environment[name], name => _file.GetValueOrDefault(name), name => _table.GetValueOrDefault(name));
        if (disabled.SetEquals(before))
            return;
        _disabled = disabled;
        Log.Changed(logger, disabled.Count == 0 ? "none" : string.Join(',', disabled.Order(StringComparer.Ordinal)));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3000, EventName = "flags.changed", Level = LogLevel.Information, Message = "Channels that are off: {Channels}")]
        public static partial void Changed(ILogger logger, string channels);

        [LoggerMessage(EventId = 3001, EventName = "flags.not_read", Level = LogLevel.Warning, Message = "Flags were not read ({Fault}); the last ones hold")]
        public static partial void NotRead(ILogger logger, string fault);
    }
}
