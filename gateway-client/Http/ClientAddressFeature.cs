namespace Vespid.Gateway.Http;

/// <summary>The caller's address after trusted proxies.</summary>
internal sealed record ClientAddressFeature(string? Text);
