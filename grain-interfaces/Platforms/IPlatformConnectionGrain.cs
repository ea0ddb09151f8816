using System.Collections.Immutable;
using Orleans.Concurrency;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.GrainInterfaces.Platforms;

/// <summary>
/// One bot identity: its cursor and its send budget. Key: what the receiver calls it, for example <c>telegram:&lt;bot id&gt;</c>. The read loop is a
/// service of the silo; whatever it reads comes in here.
/// </summary>
[Alias("vespid.platform-connection")]
public interface IPlatformConnectionGrain : IGrainWithStringKey
{
    /// <summary>Where to go on; null at the very first connection.</summary>
    [Alias("cursor")]
    Task<string?> Cursor();

    /// <summary>Commits the messages, then the cursor: a crash in between brings the messages again, and they are recognised.</summary>
    [Alias("deliver")]
    Task Deliver(Guid accountId, ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken);

    /// <summary>Takes a place in the bot's send budget.</summary>
    /// <returns>How long to wait before asking again; zero when it may send now.</returns>
    [AlwaysInterleave]
    [Alias("reserve-send")]
    Task<TimeSpan> ReserveSend(string conversationId);

    /// <summary>The platform asked for silence: nobody sends for this bot until then.</summary>
    [AlwaysInterleave]
    [Alias("hold")]
    Task Hold(TimeSpan retryAfter);
}
