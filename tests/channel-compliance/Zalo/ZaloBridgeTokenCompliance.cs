using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Zalo;

public sealed class ZaloBridgeTokenCompliance : ZaloCompliance
{
    protected override string SecretName => "ingressToken";

    protected override string InvalidReason => "zalo_token_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-zalo-token", secret);
}
