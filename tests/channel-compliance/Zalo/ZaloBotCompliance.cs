using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Zalo;

public sealed class ZaloBotCompliance : ZaloCompliance
{
    protected override string SecretName => "botSecretToken";

    protected override string InvalidReason => "zalo_secret_token_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-bot-api-secret-token", secret);
}
