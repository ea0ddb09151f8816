using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds a partner. A second one of the same id is refused with constraint <c>partners_pkey</c>.</summary>
public sealed record PartnerInsert(
    string Id, Guid OrganizationId, string? DisplayName, ImmutableArray<string> AllowedDomains, int MaxNodes, bool StatusPage, bool LegacyAnonKeys) : CommitRow;
