using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.Channels;

/// <summary>Takes one inbound request through authenticity, normalisation and the conversations it belongs to. Stateless; key 0.</summary>
[Alias("vespid.ingress")]
public interface IIngressGrain : IGrainWithIntegerKey
{
    /// <summary>Answers after everything the answer claims is durable.</summary>
    [Alias("receive")]
    Task<IngressResponse> Receive(IngressRequest request, CancellationToken cancellationToken);

    /// <summary>Messages that a platform connection received itself (long polling): authenticity is the connection's.</summary>
    /// <returns>One outcome a message, in order. A fault means none of the later ones is durable.</returns>
    [Alias("accept")]
    Task<ImmutableArray<InboundOutcome>> Accept(Guid accountId, ImmutableArray<InboundMessage> messages, CancellationToken cancellationToken);
}
