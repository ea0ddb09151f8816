using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Edges;

/// <summary>Parts of a configuration under the names of the original's routes.</summary>
internal static class SharedParts
{
    private const int TurnsPort = 443;

    /// <returns>Null when the configuration has no such part.</returns>
    public static JsonObject? Of(JsonObject document, SharedPart part, long epoch) => part switch
    {
        SharedPart.Keys => document["reality_public_key"] is null ? null : new JsonObject
        {
            ["version"] = document["keys_version"]?.DeepClone(),
            ["channels_version"] = document["channels_version"]?.DeepClone(),
            ["reality_public_key"] = document["reality_public_key"]!.DeepClone(),
            ["reality_encryption"] = document["reality_encryption"]?.DeepClone(),
            ["reality_server_names"] = document["reality_server_names"]?.DeepClone(),
            ["sfu_signing_public_key"] = document["sfu_signing_public_key"]?.DeepClone(),
        },
        SharedPart.Hysteria2 => document["hysteria2_auth"] is null ? null : new JsonObject
        {
            ["auth_pass"] = document["hysteria2_auth"]!.DeepClone(),
            ["obfs_pass"] = document["hysteria2_obfs"]?.DeepClone(),
        },
        SharedPart.Awg => Awg(document, epoch),
        _ => null,
    };

    public static JsonArray Roster(IReadOnlyList<EdgePeer> peers) =>
        [.. peers.Select(peer => new JsonObject { ["node_id"] = peer.NodeId, ["turns_host"] = peer.Domain, ["turns_port"] = TurnsPort })];

    private static JsonObject? Awg(JsonObject document, long epoch)
    {
        if (document["awg"] is not JsonObject awg)
            return null;
        var shared = (JsonObject)awg.DeepClone();
        shared.Remove("network");
        shared["component"] = "awg";
        shared["epoch"] ??= epoch;
        return shared;
    }
}
