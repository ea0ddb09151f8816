namespace Vespid.Gateway.Channels;

/// <summary>One secret.</summary>
internal sealed record SecretEnvelope(SecretAnswer Secret);
