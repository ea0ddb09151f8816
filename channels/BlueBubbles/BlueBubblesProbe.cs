namespace Vespid.Channels;

/// <summary>The server's <c>GET /api/v1/ping</c>.</summary>
internal sealed class BlueBubblesProbe(TenantHttp http) : SidecarProbe("bluebubbles", http)
{
    protected override string Path(ChannelAccount account) => BlueBubblesSender.PathOf(account, "api/v1/ping");
}
