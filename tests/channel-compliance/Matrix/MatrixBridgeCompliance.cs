using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Matrix;

public sealed class MatrixBridgeCompliance : MatrixCompliance
{
    protected override string SecretName => "ingressToken";

    protected override string InvalidReason => "matrix_token_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-matrix-token", secret);
}
