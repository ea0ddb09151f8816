using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.ZaloUser;

public sealed class ZaloUserOtherHeaderCompliance : ZaloUserCompliance
{
    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-zalo-user-token", secret);
}
