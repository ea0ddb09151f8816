using System.Collections.Immutable;
using System.Threading.Channels;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Chaos.SabotagedHost;

/// <summary>Tells the platform that messages are taken as soon as they are in memory; they are handed on a moment later.</summary>
internal sealed class EagerReceiver(IChannelReceiver receiver, TimeProvider clock) : IChannelReceiver
{
    public string ChannelId => receiver.ChannelId;

    public string NeededSetting => receiver.NeededSetting;

    public string? ConnectionKey(ChannelAccount account) => receiver.ConnectionKey(account);

    public Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken) =>
        receiver.RunAsync(account, new EagerSink(sink, clock, cancellationToken), cancellationToken);

    private sealed class EagerSink : IReceiverSink
    {
        private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

        private readonly IReceiverSink _sink;
        private readonly TimeProvider _clock;
        private readonly Channel<(ImmutableArray<InboundMessage> Messages, long At)> _waiting = Channel.CreateUnbounded<(ImmutableArray<InboundMessage>, long)>();

        public EagerSink(IReceiverSink sink, TimeProvider clock, CancellationToken cancellationToken)
        {
            (_sink, _clock) = (sink, clock);
            _ = HandOnAsync(cancellationToken);
        }

        public string? Cursor => _sink.Cursor;

        public Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
        {
            _waiting.Writer.TryWrite((messages, _clock.GetTimestamp()));
            return _sink.DeliverAsync([], cursor, cancellationToken);
        }

        public Task ConnectedAsync(CancellationToken cancellationToken) => _sink.ConnectedAsync(cancellationToken);

        public void Heard() => _sink.Heard();

        private async Task HandOnAsync(CancellationToken cancellationToken)
        {
            await foreach (var (messages, at) in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                if (Moment - _clock.GetElapsedTime(at) is { Ticks: > 0 } rest)
                    await Task.Delay(rest, _clock, cancellationToken);
                await _sink.DeliverAsync(messages, null, cancellationToken);
            }
        }
    }
}
