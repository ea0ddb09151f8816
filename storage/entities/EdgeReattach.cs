using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Takes an edge up again: its keys, address and installer. Fields that are null stay. Guard: it is not retired.</summary>
public sealed record EdgeReattach(
    string NodeId, string? RealityPublicKey, string? RealityUuid, string? AwgPublicKey, string? PublicIp, string? InstallerVersion) : CommitRow;
