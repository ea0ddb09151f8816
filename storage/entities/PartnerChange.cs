using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Replaces a partner's settings. Guard: it exists.</summary>
public sealed record PartnerChange(
    string Id, string? DisplayName, ImmutableArray<string> AllowedDomains, int MaxNodes, bool StatusPage, bool LegacyAnonKeys) : CommitRow;
