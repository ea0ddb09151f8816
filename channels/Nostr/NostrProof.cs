namespace Vespid.Channels;

/// <summary>Whether an event is what its id says and by whom its key says.</summary>
internal sealed class NostrProof(ISchnorr schnorr)
{
    public const string IdInvalid = "nostr_event_id_invalid";
    public const string SignatureInvalid = "nostr_signature_invalid";

    public bool IsAvailable => schnorr.IsAvailable;

    /// <returns>Reason code; null when all is right.</returns>
    public string? Fault(BodyReader body)
    {
        if (NostrEvent.Of(body) is not { } said || Bytes(body["id"].Text, 32) is not { } id || !id.AsSpan().SequenceEqual(said.Id()))
            return IdInvalid;
        return Bytes(said.PublicKey, 32) is { } key && Bytes(body["sig"].Text, 64) is { } signature && schnorr.Verify(key, id, signature) ? null : SignatureInvalid;
    }

    /// <summary>Hex of exactly so many bytes, in lower case as NIP-01 has it; else null.</summary>
    public static byte[]? Bytes(string? hex, int length)
    {
        if (hex?.Length != 2 * length || hex.AsSpan().ContainsAnyInRange('A', 'F'))
            return null;
        var bytes = new byte[length];
        return Convert.FromHexString(hex, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == length ? bytes : null;
    }
}
