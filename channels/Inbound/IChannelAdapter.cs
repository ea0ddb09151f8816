using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Inbound half of a channel. Without state of its own: everything comes from the request, the account and injected sources.</summary>
public interface IChannelAdapter
{
    ChannelDescriptor Descriptor { get; }

    /// <summary>Checks the raw bytes and headers. May fetch a vendor's published keys, nothing else.</summary>
    ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken);

    /// <summary>The answer that a platform's set-up challenge wants; null when the request is none. Called after authenticity passed.</summary>
    IngressResponse? Handshake(IngressRequest request, ChannelAccount account);

    /// <summary>
    /// The answer that a platform insists on once what it sent is taken or turned down: some show anything else to their user as a failure. Null for the
    /// runtime's own answer.
    /// </summary>
    IngressResponse? Acknowledge(IngressRequest request) => null;

    /// <summary>Reads the messages of a request. Never throws, whatever the bytes.</summary>
    Normalization Normalize(IngressRequest request, ChannelAccount account);
}
