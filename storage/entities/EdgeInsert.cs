using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds an edge. A label that is taken is refused with constraint <c>edges_label</c>.</summary>
public sealed record EdgeInsert : CommitRow
{
    public required string NodeId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string Label { get; init; }

    public required string Domain { get; init; }

    public required string PublicIp { get; init; }

    public required string Region { get; init; }

    public string? Tunnel { get; init; }

    public ImmutableArray<string> ServeCountries { get; init; } = [];

    public string? DisplayName { get; init; }

    public ImmutableArray<string> ChannelsWanted { get; init; } = [];

    public string? RealityPublicKey { get; init; }

    public string? RealityUuid { get; init; }

    public string? AwgPublicKey { get; init; }

    /// <summary>SHA-256 of the service token.</summary>
    public required byte[] TokenHash { get; init; }

    public string? InstallerVersion { get; init; }
}
