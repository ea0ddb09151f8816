using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Edges;

/// <summary>Whether a host is the one that it says it is.</summary>
internal static class IdentityRules
{
    /// <summary>Fields that are known and differ; one that either side does not name says nothing.</summary>
    public static IReadOnlyList<string> Differences(EdgeRecord edge, EdgeIdentity identity) =>
    [
        .. new (string Field, string? Known, string? Named)[]
        {
            ("reality_public_key", edge.RealityPublicKey, identity.RealityPublicKey),
            ("reality_uuid", edge.RealityUuid, identity.RealityUuid),
            ("awg_pubkey", edge.AwgPublicKey, identity.AwgPublicKey),
        }.Where(key => key is { Known: not null, Named: not null } && key.Known != key.Named).Select(key => key.Field),
    ];
}
