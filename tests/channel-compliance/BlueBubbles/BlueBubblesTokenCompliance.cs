using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.BlueBubbles;

public sealed class BlueBubblesTokenCompliance : BlueBubblesCompliance
{
    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "bluebubbles_token_invalid";

    // The server can only be given a URL, so that is where the token stands.
    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithQuery("token", secret);
}
