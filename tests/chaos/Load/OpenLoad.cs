using System.Threading.Channels;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Load;

/// <summary>
/// Messages that come when they come, whether the ones before were answered or not; each is sent again until it is acknowledged. What comes in
/// one ordered conversation is sent one after the other, so that the order in which it was taken is known.
/// </summary>
internal sealed class OpenLoad : IAsyncDisposable
{
    private const int FirstUpdate = 1_000_000;

    /// <summary>Requests of one vendor at a time that are in no order: what Telegram opens to a webhook unless told otherwise.</summary>
    private const int MostAtOnce = 40;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Surroundings _world;
    private readonly Courier _courier;
    private readonly AcknowledgementLog _log;
    private readonly Random _chance;
    private readonly double _rate;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Dictionary<Conversation, Channel<Message>> _ordered = [];
    private readonly Dictionary<Conversation, int> _numbers = Conversation.All.ToDictionary(conversation => conversation, _ => 0);
    private readonly Dictionary<string, SemaphoreSlim> _crowds = Conversation.All.Select(conversation => conversation.Channel).Distinct().ToDictionary(channel => channel, _ => new SemaphoreSlim(MostAtOnce));
    private readonly Dictionary<long, Message> _polled = [];
    private readonly Lock _gate = new();
    private readonly List<Message> _begun = [];
    private readonly List<Message> _offered = [];
    private readonly List<Task> _sending = [];
    private long _lastUpdate = FirstUpdate;

    public OpenLoad(Surroundings world, double rate, Random chance)
    {
        (_world, _rate, _chance) = (world, rate, chance);
        _log = new AcknowledgementLog(Path.Combine(world.Logs, "acknowledged.log"));
        _courier = new Courier(world.Hosts.Slots, _log);
        foreach (var conversation in Conversation.All.Where(conversation => conversation is { IsOrdered: true, IsPolled: false }))
        {
            var messages = _ordered[conversation] = System.Threading.Channels.Channel.CreateUnbounded<Message>();
            _sending.Add(SendInOrderAsync(messages.Reader));
        }
    }

    public AcknowledgementLog Log => _log;

    public Courier Courier => _courier;

    public IReadOnlyList<Message> Offered => _offered;

    /// <summary>Offers messages at the rate until told to end; then all that were offered are sent on until they are acknowledged.</summary>
    public async Task OfferAsync(CancellationToken ending)
    {
        var confirming = ConfirmAsync(_giveUp.Token);
        _sending.Add(confirming);
        var started = TimeProvider.System.GetTimestamp();
        var next = TimeSpan.Zero;
        using var timer = new PeriodicTimer(Tick);
        while (!ending.IsCancellationRequested)
        {
            for (; next <= TimeProvider.System.GetElapsedTime(started); next += TimeSpan.FromSeconds(-Math.Log(1 - _chance.NextDouble()) / _rate))
                Offer();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        foreach (var messages in _ordered.Values)
            messages.Writer.Complete();
    }

    /// <returns>False when some message is not acknowledged in time; nobody sends any more then.</returns>
    public async Task<bool> UntilAcknowledgedAsync(TimeSpan patience)
    {
        var all = await Wait.TryUntilAsync(() => Task.FromResult(_log.Count == _offered.Count), patience);
        await _giveUp.CancelAsync();
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all;
    }

    /// <summary>Some of the last messages that a vendor has sent already, in any order.</summary>
    public IReadOnlyList<Message> Recent(int count, Random chance)
    {
        lock (_gate)
        {
            var from = Math.Max(0, _begun.Count - (4 * count));
            return [.. chance.GetItems(_begun[from..].ToArray().AsSpan(), _begun.Count == 0 ? 0 : count)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _giveUp.CancelAsync();
        foreach (var messages in _ordered.Values)
            messages.Writer.TryComplete();
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _log.DisposeAsync();
        _courier.Dispose();
        _giveUp.Dispose();
    }

    private void Offer()
    {
        var conversation = Conversation.All[_chance.Next(Conversation.All.Count)];
        var message = new Message(conversation, ++_numbers[conversation], ++_lastUpdate);
        _offered.Add(message);
        if (conversation.IsPolled)
        {
            lock (_gate)
                _polled.Add(message.UpdateId, message);
            _world.Telegram.Push(message.Body());
            if (!conversation.IsOrdered)
                Begin(message);
        }
        else if (conversation.IsOrdered)
        {
            _ordered[conversation].Writer.TryWrite(message);
        }
        else
        {
            _sending.RemoveAll(task => task.IsCompletedSuccessfully);
            _sending.Add(SendInCrowdAsync(message));
        }
    }

    private void Begin(Message message)
    {
        lock (_gate)
            _begun.Add(message);
    }

    private async Task SendInOrderAsync(ChannelReader<Message> messages)
    {
        await foreach (var message in messages.ReadAllAsync(_giveUp.Token))
            await SendAsync(message);
    }

    private async Task SendInCrowdAsync(Message message)
    {
        var crowd = _crowds[message.Conversation.Channel];
        await crowd.WaitAsync(_giveUp.Token);
        await SendAsync(message);
        crowd.Release();
    }

    private async Task SendAsync(Message message)
    {
        Begin(message);
        var pause = FirstPause;
        for (var attempt = 1; !_giveUp.IsCancellationRequested && !_log.Has(message.Text) && !await _courier.TryAsync(message); attempt++)
        {
            // The other of the two first, at once.
            if (attempt == 1)
                continue;
            await Task.Delay(pause, TimeProvider.System, _giveUp.Token);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>To ask for later updates is to say that the earlier ones are taken.</summary>
    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_world.Telegram.Confirmed.Count == done)
                continue;
            foreach (var id in _world.Telegram.Confirmed.All.Skip(done))
            {
                done++;
                Message message;
                lock (_gate)
                    message = _polled[id];
                if (message.Conversation.IsOrdered)
                    Begin(message);
                var now = TimeProvider.System.GetUtcNow();
                await _log.AddAsync(new Acknowledgement(message.Text, now, now, IsPolled: true));
            }
        }
    }
}
