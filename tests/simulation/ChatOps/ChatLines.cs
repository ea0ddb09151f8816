using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Keeps the bots of a process connected while it is the writer. The connections are the product's own; only its service for them needs threads.</summary>
internal sealed class ChatLines
{
    private readonly SimulatedHost _host;
    private readonly ChatBooks _books;
    private CancellationTokenSource? _ends;
    private Task _running = Task.CompletedTask;
    private bool _beginning;

    private ChatLines(SimulatedHost host, ChatBooks books) => (_host, _books) = (host, books);

    public static void Keep(SimulatedHost host, ChatBooks books)
    {
        var lines = new ChatLines(host, books);
        var interval = TimeSpan.FromSeconds(1);
        host.Process.Clock.CreateTimer(_ => lines.Look(), null, interval, interval);
    }

    private void Look()
    {
        if (!_host.Lease.IsHeld)
        {
            _ends?.Cancel();
            _ends = null;
        }
        else if (_ends is null && !_beginning && _running.IsCompleted)
        {
            _beginning = true;
            _host.Process.Start("", () => _ = BeginAsync());
        }
    }

    private async Task BeginAsync()
    {
        try
        {
            await _host.Grains.GetGrain<IChatDeskGrain>(0).Bootstrap(Actor.System("bootstrap"));
            await _host.Get<ChatBindings>().ReloadAsync();
            _ends = new CancellationTokenSource();
            var receivers = _host.Get<IEnumerable<IChannelReceiver>>().ToDictionary(static receiver => receiver.ChannelId);
            _running = Task.WhenAll(_host.Get<ChatInstances>().All.OrderBy(static instance => instance.Id, StringComparer.Ordinal)
                .Select(instance => Connection(instance, receivers[instance.Channel]).RunAsync(_ends.Token)));
        }
        catch (Exception fault)
        {
            // Tried again in a second, as the service does.
            _books.Failed("bootstrap", fault);
        }
        finally
        {
            _beginning = false;
        }
    }

    private ChatConnection Connection(ChatInstance instance, IChannelReceiver receiver) => new(
        instance, receiver, _host.Get<ChatEventRouter>(), _host.Get<ConnectionClaims>(), _host.Get<ControlCommits>(), _host.Grains, _host.Get<ChatOpsMetrics>(), _host.Process.Clock, _host.Get<IChance>());
}
