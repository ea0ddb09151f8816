using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Edges;

/// <summary>What one edge needs to render its channels: made of the catalog and of secrets of its own, which stay the same from epoch to epoch.</summary>
internal static class NodeConfig
{
    private const string DefaultServerName = "www.samsung.com";

    /// <summary>The document that is stored.</summary>
    /// <param name="identity">Identity and place of the edge.</param>
    /// <param name="catalog">What all share.</param>
    /// <param name="before">The document before it: its own secrets are kept.</param>
    /// <param name="chance">Source of secrets that are not there yet.</param>
    public static JsonObject Build(EdgeRecord identity, JsonObject catalog, JsonObject? before, IChance chance)
    {
        var reality = catalog["reality"] as JsonObject;
        var names = reality?["server_names"] as JsonArray;
        var document = new JsonObject
        {
            ["node_id"] = identity.NodeId,
            ["partner_id"] = identity.PartnerId,
            ["domain"] = identity.Domain,
            ["backend_endpoint"] = Text(catalog, "backend_endpoint"),
            ["public_ip"] = identity.PublicIp,
            ["turn_secret"] = Own("turn_secret", () => Hex(32)),
            ["turns_subdomain"] = Own("turns_subdomain", () => "api-" + Hex(3)),
            ["reality_uuid"] = identity.RealityUuid,
            ["reality_public_key"] = Text(reality, "public_key"),
            ["reality_short_id"] = Own("reality_short_id", () => Hex(4)),
            ["reality_encryption"] = Text(reality, "encryption") ?? "",
            ["reality_server_names"] = names?.DeepClone() ?? new JsonArray(DefaultServerName),
            ["relay_jwt_secret"] = Text(catalog, "relay_jwt_secret"),
            ["signaling_sfu_secret"] = Text(catalog, "signaling_sfu_secret") ?? Own("signaling_sfu_secret", () => Hex(32)),
            ["sfu_signing_public_key"] = Text(catalog, "sfu_signing_public_key"),
            ["keys_version"] = Text(catalog, "keys_version"),
            ["channels_version"] = Text(catalog, "channels_version"),
            ["hysteria2_server"] = Text(catalog["hysteria2"], "server"),
            ["hysteria2_port"] = Text(catalog["hysteria2"], "port"),
            ["hysteria2_auth"] = Text(catalog["hysteria2"], "auth_pass"),
            ["hysteria2_obfs"] = Text(catalog["hysteria2"], "obfs_pass"),
            ["naive_server"] = Text(catalog["naive"], "server"),
            ["naive_port"] = Text(catalog["naive"], "port"),
            ["naive_user"] = Text(catalog["naive"], "user"),
            ["naive_pass"] = Text(catalog["naive"], "pass"),
            ["naive_socks_port"] = Text(catalog["naive"], "socks_port") ?? UpstreamChannels.DefaultNaivePort,
        };
        if (catalog["awg"] is JsonObject awg)
            document["awg"] = awg.DeepClone();
        if (identity.RealityUuid is not null && reality is not null)
            document["channels"] = new JsonArray(Vless(identity, document, reality, names));
        foreach (var (name, value) in document.ToList())
        {
            if (value is null)
                document.Remove(name);
        }

        return document;

        string Own(string name, Func<string> make) => before?[name]?.GetValue<string>() ?? make();

        string Hex(int bytes)
        {
            Span<byte> random = stackalloc byte[bytes];
            chance.Fill(random);
            return Convert.ToHexStringLower(random);
        }
    }

    /// <summary>The document as the agent gets it: with what follows from its epoch, its place and the day.</summary>
    public static JsonObject Complete(JsonObject document, EdgeRecord edge, long epoch, DateTimeOffset now)
    {
        var complete = (JsonObject)document.DeepClone();
        complete["epoch"] = epoch;
        complete["public_ip"] = edge.PublicIp;
        complete["reality_server_name"] = ServerName(complete["reality_server_names"] as JsonArray, edge.NodeId, now);
        if (complete["awg"] is JsonObject awg)
        {
            awg["edge_id"] = edge.NodeId;
            awg["allocated_ip"] = Address(awg["network"]?.GetValue<string>() ?? "10.9.0.0/16", edge.Ordinal);
            awg.Remove("network");
        }

        return complete;
    }

    /// <summary>Tells whether two documents say the same.</summary>
    public static byte[] Digest(JsonObject document) => SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString()));

    /// <summary>The name of the day: the SHA-256 of id and date as one number, modulo the size of the pool. The renderer and whoever rotates agree on it.</summary>
    public static string ServerName(JsonArray? names, string nodeId, DateTimeOffset now)
    {
        if (names is not { Count: > 0 })
            return DefaultServerName;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{nodeId}:{now.UtcDateTime:yyyy-MM-dd}")));
        return names[(int)(new BigInteger(hash, isUnsigned: true, isBigEndian: true) % names.Count)]!.GetValue<string>();
    }

    /// <summary>The address of an edge within the mesh: the network's first ten are the backend's.</summary>
    public static string Address(string network, long ordinal)
    {
        const int Reserved = 10;
        if (!IPNetwork.TryParse(network, out var parsed) || parsed.BaseAddress.GetAddressBytes() is not { Length: 4 } bytes)
            return "";
        var size = 1L << (32 - parsed.PrefixLength);
        var host = Reserved + (ordinal % Math.Max(1, size - Reserved - 1));
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(BinaryPrimitives.ReadUInt32BigEndian(bytes) + host));
        return new IPAddress(bytes).ToString();
    }

    private static JsonObject Vless(EdgeRecord identity, JsonObject document, JsonObject reality, JsonArray? names) => new()
    {
        ["id"] = "ch1",
        ["protocol"] = "vless-reality",
        ["host"] = Host(document["backend_endpoint"]?.GetValue<string>()),
        ["port"] = 5349,
        ["xray"] = new JsonObject
        {
            ["uuid"] = identity.RealityUuid,
            ["public_key"] = Text(reality, "public_key"),
            ["encryption"] = Text(reality, "encryption") ?? "",
            ["short_id"] = document["reality_short_id"]?.GetValue<string>(),
            ["server_names"] = names?.DeepClone() ?? new JsonArray(DefaultServerName),
            ["xhttp"] = new JsonObject
            {
                ["mode"] = "stream-one",
                ["path"] = "/xh",
                ["xmux"] = new JsonObject { ["maxConcurrency"] = 1, ["cMaxReuseTimes"] = 64, ["cMaxLifetimeMs"] = 15000 },
                ["extra"] = new JsonObject { ["xPaddingBytes"] = "100-1000" },
            },
        },
    };

    private static string? Host(string? endpoint) => endpoint?[..endpoint.LastIndexOf(':')];

    private static string? Text(JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value ? value.ToString() : null;
}
