using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Claims a domain for a partner. Guard: it is free, the partner's own, or of a partner none of whose nodes lives there.</summary>
public sealed record EdgeDomainClaim(string Domain, string PartnerId) : CommitRow;
