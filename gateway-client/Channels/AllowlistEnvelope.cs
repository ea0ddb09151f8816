namespace Vespid.Gateway.Channels;

/// <summary>One allowlist entry.</summary>
internal sealed record AllowlistEnvelope(AllowlistAnswer Entry);
