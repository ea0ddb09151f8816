namespace Vespid.Gateway.Edges;

/// <summary>A cross-probe token, as presented; the target's grain checks it.</summary>
internal sealed record PeerBearer(string Token)
{
    public override string ToString() => nameof(PeerBearer);
}
