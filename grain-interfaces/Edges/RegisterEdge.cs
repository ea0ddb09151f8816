using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>A host asks to become an edge.</summary>
/// <param name="Token"><c>ptkn_…</c>.</param>
/// <param name="IdempotencyKey">Lets the same host ask again for an answer that was lost, for 15 minutes.</param>
/// <param name="Domain">Host name that clients use.</param>
/// <param name="PublicIp">IPv4 or IPv6 address.</param>
/// <param name="Region">Where it stands; groups edges that may fall together.</param>
/// <param name="ServeCountries">Country codes.</param>
/// <param name="Tunnel"><c>vless</c>, <c>wg</c> or <c>https</c>.</param>
/// <param name="Identity">Public keys.</param>
/// <param name="DisplayName">From <c>branding</c>.</param>
/// <param name="ChannelsWanted">Channels it is able to run.</param>
/// <param name="InstallerVersion">From <c>X-Installer-Version</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.register-edge")]
public sealed record RegisterEdge(
    [property: Id(0)] string Token,
    [property: Id(1)] string? IdempotencyKey,
    [property: Id(2)] string Domain,
    [property: Id(3)] string PublicIp,
    [property: Id(4)] string? Region,
    [property: Id(5)] ImmutableArray<string> ServeCountries,
    [property: Id(6)] string? Tunnel,
    [property: Id(7)] EdgeIdentity Identity,
    [property: Id(8)] string? DisplayName,
    [property: Id(9)] ImmutableArray<string> ChannelsWanted,
    [property: Id(10)] string? InstallerVersion);

/// <summary>Public keys of a host: what makes it the same host after a re-installation.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-identity")]
public sealed record EdgeIdentity([property: Id(0)] string? RealityPublicKey, [property: Id(1)] string? RealityUuid, [property: Id(2)] string? AwgPublicKey);

/// <summary>A registered edge.</summary>
/// <param name="Created">False when the answer is that of an earlier, lost one.</param>
/// <param name="Document">Node configuration with <c>service_token</c>, <c>cross_probe_token</c> and <c>peer_roster</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-registered")]
public sealed record EdgeRegistered([property: Id(0)] bool Created, [property: Id(1)] EdgeDocument Document);

/// <summary>A JSON object for the agent; the gateway also writes it as lines.</summary>
/// <param name="NodeId">Edge it is for.</param>
/// <param name="Epoch">Epoch of the configuration it came from.</param>
/// <param name="Json">JSON text. Holds secrets.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-document")]
public sealed record EdgeDocument([property: Id(0)] string NodeId, [property: Id(1)] long Epoch, [property: Id(2)] string Json)
{
    public override string ToString() => $"document of {NodeId}, epoch {Epoch}";
}
