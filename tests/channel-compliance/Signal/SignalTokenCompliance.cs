using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Signal;

public sealed class SignalTokenCompliance : SignalCompliance
{
    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "signal_token_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-signal-token", secret);
}
