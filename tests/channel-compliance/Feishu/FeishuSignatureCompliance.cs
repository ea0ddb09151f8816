using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Feishu;

public sealed class FeishuSignatureCompliance : FeishuTokenCompliance
{
    protected override string SecretName => "encryptKey";

    protected override string MissingReason => "feishu_signature_missing";

    protected override string InvalidReason => "feishu_signature_invalid";

    protected override IngressRequest Sign(IngressRequest request, string secret) => FeishuVendor.Sign(request, secret);
}
