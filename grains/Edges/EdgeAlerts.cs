namespace Vespid.Grains.Edges;

/// <summary>Words of the alert taxonomy.</summary>
internal static class EdgeAlerts
{
    public const string UpstreamDown = "UPSTREAM_DOWN";
    public const string UpstreamUp = "UPSTREAM_UP";
    public const string AllUpstreamsDown = "ALL_UPSTREAMS_DOWN";
    public const string UpstreamVanished = "UPSTREAM_VANISHED";
    public const string NeverUp = "NEVER_UP";
    public const string Flapping = "FLAPPING";
    public const string EdgeStale = "EDGE_STALE";
    public const string EdgeSilent = "EDGE_SILENT";
    public const string ChannelFailed = "CHANNEL_FAILED";
    public const string HandshakeFailed = "HANDSHAKE_FAILED";
    public const string MetricsUnavailable = "METRICS_UNAVAILABLE";
    public const string ConfigStale = "CONFIG_STALE";
    public const string CredentialRejected = "CREDENTIAL_REJECTED";
    public const string IdentityMismatch = "IDENTITY_MISMATCH";
    public const string PeerUnreachable = "PEER_UNREACHABLE";

    // Said by receivers, not by edges.
    public const string Parked = "PARKED";
    public const string Resumed = "RESUMED";
    public const string FleetCascade = "FLEET_CASCADE";
}
