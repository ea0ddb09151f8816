using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Generic;

public sealed class GenericSignatureCompliance : GenericTokenCompliance
{
    protected override string ChannelId => "twitch";

    protected override string SecretName => "webhookSecret";

    protected override string InvalidReason => ReasonCodes.SignatureInvalid;

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.SignedGenerically(secret);
}
