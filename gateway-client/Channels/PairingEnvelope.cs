namespace Vespid.Gateway.Channels;

/// <summary>One pairing request.</summary>
internal sealed record PairingEnvelope(PairingAnswer Request);
