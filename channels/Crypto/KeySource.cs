namespace Vespid.Channels;

/// <summary>Where an issuer publishes the keys that it signs with.</summary>
/// <param name="Url">A JSON Web Key Set (RFC 7517), or an object of PEM certificates by key id.</param>
/// <param name="IsOpenIdMetadata">The URL leads to OpenID metadata, which names the key set as <c>jwks_uri</c>.</param>
internal sealed record KeySource(Uri Url, bool IsOpenIdMetadata);
