namespace Vespid.Channels;

/// <summary>Source: signal-cli-jsonrpc(5), <c>GET /api/v1/check</c>.</summary>
internal sealed class SignalProbe(TenantHttp http) : SidecarProbe("signal", http)
{
    protected override string Path(ChannelAccount account) => "api/v1/check";
}
