using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels;

/// <summary>Takes what a receiver delivers, as the host does; delivery can be made to fail.</summary>
internal sealed class RecordingSink(string? cursor = null) : IReceiverSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Ledger<InboundMessage> _messages = new();
    private readonly Ledger<string?> _cursors = new();
    private readonly Ledger<bool> _connected = new();
    private int _heard;

    public string? Cursor { get; private set; } = cursor;

    public int HeardCount => Volatile.Read(ref _heard);

    /// <summary>Fails the next delivery.</summary>
    public bool Refuse { get; set; }

    public IReadOnlyList<InboundMessage> Messages => _messages.All;

    public IReadOnlyList<string?> Cursors => _cursors.All;

    public Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
    {
        if (Refuse)
            throw new InvalidOperationException("storage away");
        foreach (var message in messages)
            _messages.Record(message);
        if (cursor is not null)
            Cursor = cursor;
        _cursors.Record(cursor);
        return Task.CompletedTask;
    }

    public Task ConnectedAsync(CancellationToken cancellationToken)
    {
        _connected.Record(true);
        return Task.CompletedTask;
    }

    public void Heard() => Interlocked.Increment(ref _heard);

    public Task<IReadOnlyList<InboundMessage>> MessagesAsync(int count) => _messages.WaitForCountAsync(count, Patience);

    public Task UntilConnectedAsync(int times = 1) => _connected.WaitForCountAsync(times, Patience);

    public Task UntilCursorAsync(string cursor) => _cursors.WaitAsync(seen => seen.Contains(cursor), "cursor " + cursor, Patience);
}
