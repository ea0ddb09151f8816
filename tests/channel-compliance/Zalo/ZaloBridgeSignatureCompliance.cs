using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Zalo;

public sealed class ZaloBridgeSignatureCompliance : ZaloCompliance
{
    protected override string SecretName => "webhookSecret";

    protected override string MissingReason => "zalo_signature_missing";

    protected override string InvalidReason => "zalo_signature_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) =>
        request.WithHeader("x-zalo-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));
}
