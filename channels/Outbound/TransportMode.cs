namespace Vespid.Channels;

/// <summary>Whether native senders reach their platform.</summary>
public enum TransportMode
{
    Live,

    /// <summary>Every message counts as sent without a connection: for trials without accounts.</summary>
    Stub,
}
