namespace Vespid.Gateway.Channels;

/// <summary>Pairing requests, newest first.</summary>
internal sealed record PairingList(IReadOnlyList<PairingAnswer> Requests, string? NextCursor);
