using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.IMessage;

public sealed class IMessageSignatureCompliance : IMessageCompliance
{
    protected override string SecretName => "webhookSecret";

    protected override string InvalidReason => ReasonCodes.SignatureInvalid;

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.SignedGenerically(secret);
}
