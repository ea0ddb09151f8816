using System.Collections.Immutable;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Takes what a receiver read.</summary>
public interface IReceiverSink
{
    /// <summary>Cursor as last committed; null at the very first connection.</summary>
    string? Cursor { get; }

    /// <summary>
    /// Commits the messages, then the cursor. After it returned the platform may be told that they are taken; when it throws, none of it may be assumed.
    /// </summary>
    /// <param name="messages">In order; may be empty, to move the cursor past something that is no message.</param>
    /// <param name="cursor">Where to go on after a restart; null leaves the cursor as it is.</param>
    /// <param name="cancellationToken">Given up only before anything was committed.</param>
    Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken);

    /// <summary>The connection is up and logged in: the account shows <c>running</c> and waits start anew.</summary>
    Task ConnectedAsync(CancellationToken cancellationToken);

    /// <summary>Something was heard, if only a heartbeat. Without it for two minutes the connection counts as stalled and is ended.</summary>
    void Heard();
}
