using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Brings the rooms up in their order: rooms and bindings as configured, then the connections; while this process is the writer, and not when another is.
/// </summary>
internal sealed partial class ChatConnections(
    ChatInstances instances,
    ChatBindings bindings,
    IEnumerable<IChannelReceiver> receivers,
    ChatEventRouter router,
    ConnectionClaims claims,
    ControlCommits commits,
    IGrainFactory grains,
    ChatOpsMetrics metrics,
    IWriterLease lease,
    TimeProvider clock,
    IChance chance,
    ILogger<ChatConnections> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IChannelReceiver> _receivers = receivers.ToDictionary(receiver => receiver.ChannelId, StringComparer.Ordinal);
    private CancellationTokenSource? _ends;
    private List<Task> _running = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anybody else looks at what should be connected.
        foreach (var instance in instances.All)
        {
            if (_receivers.TryGetValue(instance.Channel, out var receiver) && receiver.ConnectionKey(instance.Account) is { } key)
                claims.Claim(key);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                if (lease.IsLeader && _ends is null)
                    await BeginAsync(stoppingToken);
                else if (!lease.IsLeader && _ends is not null)
                    await EndAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await EndAsync();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await grains.GetGrain<IChatDeskGrain>(0).Bootstrap(Actor.System("bootstrap"));
            await bindings.ReloadAsync(cancellationToken);
            Log.Ready(logger, found.Rooms, found.Claimed, found.Unchanged, found.Conflicts);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.NotReady(logger, fault.GetType().Name);
            return;
        }

        _ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = [.. instances.All
            .Where(instance => _receivers.ContainsKey(instance.Channel))
            .Select(instance => new ChatConnection(instance, _receivers[instance.Channel], router, claims, commits, grains, metrics, clock, chance).RunAsync(_ends.Token))];
    }

    private async Task EndAsync()
    {
        if (_ends is null)
            return;
        await _ends.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Dispose();
        _ends = null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 2600, EventName = "chat.ready", Level = LogLevel.Information,
            Message = "Rooms are ready: {Rooms} rooms, {Claimed} bindings new, {Unchanged} as before, {Conflicts} in conflict")]
        public static partial void Ready(ILogger logger, int rooms, int claimed, int unchanged, int conflicts);

        [LoggerMessage(EventId = 2601, EventName = "chat.bridge.retry", Level = LogLevel.Warning, Message = "The rooms are not ready ({Fault}); tried again in a second")]
        public static partial void NotReady(ILogger logger, string fault);
    }
}
