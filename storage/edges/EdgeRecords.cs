namespace Vespid.Storage.Edges;

/// <summary>A partner.</summary>
/// <param name="LiveNodes">Edges that are not retired.</param>
/// <param name="Labels">Names that are taken.</param>
public sealed record PartnerRecord(
    string Id, Guid OrganizationId, string? DisplayName, IReadOnlyList<string> AllowedDomains, int MaxNodes, bool StatusPage, bool LegacyAnonKeys,
    int LiveNodes, IReadOnlyList<string> Labels);

/// <summary>A registration token.</summary>
/// <param name="Answer">The service token, sealed, while it may be asked for again.</param>
/// <param name="RedeemedAgo">By the database's clock.</param>
public sealed record RegistrationTokenRecord(
    Guid Id, string PartnerId, string? Domain, bool IsExpired, bool IsRevoked, TimeSpan? RedeemedAgo, string? NodeId, byte[]? Fingerprint, byte[]? Answer);

/// <summary>One epoch of a configuration.</summary>
/// <param name="Document">Sealed JSON.</param>
/// <param name="Digest">Of what it says.</param>
/// <param name="IssuedAgo">By the database's clock; null while it was not fetched.</param>
/// <param name="Result"><c>applied</c>, <c>failed</c>, <c>rolled_back</c> or null.</param>
public sealed record EdgeConfigRecord(long Epoch, byte[] Document, byte[] Digest, TimeSpan? IssuedAgo, string? Result, string? Error);

/// <summary>The catalog.</summary>
/// <param name="Document">Sealed JSON.</param>
public sealed record EdgeCatalogRecord(long Version, byte[] Document);

/// <summary>Where a peer can be probed.</summary>
public sealed record EdgePeer(string NodeId, string Domain);
