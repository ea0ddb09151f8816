namespace Vespid.Channels;

/// <summary>The bridge's <c>GET /v1/health</c> (docs/channels/imessage.md).</summary>
internal sealed class IMessageProbe(TenantHttp http) : SidecarProbe("imessage", http)
{
    protected override string Path(ChannelAccount account) => "v1/health";

    protected override void Prepare(HttpRequestMessage request, ChannelAccount account) => IMessageSender.Authorize(request, account);
}
