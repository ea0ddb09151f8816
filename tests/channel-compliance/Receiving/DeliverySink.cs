using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Receiving;

/// <summary>Takes what a receiver delivers, each thing in a ledger to wait on.</summary>
internal sealed class DeliverySink(string? cursor = null) : IReceiverSink
{
    private int _heard;

    public string? Cursor { get; private set; } = cursor;

    public Ledger<InboundMessage> Messages { get; } = new();

    public Ledger<string> Cursors { get; } = new();

    public Ledger<bool> Connections { get; } = new();

    public int HeardCount => Volatile.Read(ref _heard);

    /// <summary>Lets every delivery fail as a storage fault would.</summary>
    public bool Fails { get; set; }

    public Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
    {
        if (Fails)
            throw new IOException("storage away");
        foreach (var message in messages)
            Messages.Add(_ => message);
        if (cursor is null)
            return Task.CompletedTask;
        Cursor = cursor;
        Cursors.Add(_ => cursor);
        return Task.CompletedTask;
    }

    public Task ConnectedAsync(CancellationToken cancellationToken)
    {
        Connections.Add(_ => true);
        return Task.CompletedTask;
    }

    public void Heard() => Interlocked.Increment(ref _heard);
}
