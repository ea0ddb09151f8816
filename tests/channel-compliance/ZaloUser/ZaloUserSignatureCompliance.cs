using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.ZaloUser;

public sealed class ZaloUserSignatureCompliance : ZaloUserCompliance
{
    protected override string SecretName => "webhookSecret";

    protected override string InvalidReason => ReasonCodes.SignatureInvalid;

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.SignedGenerically(secret);
}
