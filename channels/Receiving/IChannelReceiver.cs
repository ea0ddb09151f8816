namespace Vespid.Channels;

/// <summary>
/// Receives where a platform has no webhook, or an account prefers a connection: long polling, sockets, event streams. Holds no state of its own
/// between connections: what must survive is the sink's cursor.
/// </summary>
public interface IChannelReceiver
{
    string ChannelId { get; }

    /// <summary>Setting without which an account never receives this way: the others need not be looked at.</summary>
    string NeededSetting { get; }

    /// <summary>
    /// Identity whose one connection this is, for example <c>telegram:&lt;bot id&gt;</c> or <c>irc:&lt;account id&gt;</c>; null when the account does not
    /// receive this way (its settings say so, or a credential is missing).
    /// </summary>
    string? ConnectionKey(ChannelAccount account);

    /// <summary>
    /// One connection, from connecting to its end. The caller connects again: at once after a return, with growing waits after a
    /// <see cref="ReceiverException"/>, never after one that is fatal until the account changes.
    /// </summary>
    /// <param name="account">The account as it was when the connection was opened; when it changes, the connection is ended and opened anew.</param>
    /// <param name="sink">Where messages go.</param>
    /// <param name="cancellationToken">Ends the connection in good order.</param>
    Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken);
}
