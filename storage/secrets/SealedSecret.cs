namespace Vespid.Storage.Secrets;

/// <summary>
/// An encrypted value: AES-256-GCM under a random data key, which is itself encrypted (wrapped) under a key-encryption key.
/// </summary>
/// <param name="KekId">Name of the key-encryption key.</param>
/// <param name="DataKey">The wrapped data key.</param>
/// <param name="Value">The encrypted value.</param>
public sealed record SealedSecret(string KekId, SealedBytes DataKey, SealedBytes Value)
{
    /// <summary>As one block of bytes, for a table with one column for it.</summary>
    public byte[] Pack() => SealedSecretFormat.Write(this);

    /// <summary>Reads what <see cref="Pack"/> made.</summary>
    /// <exception cref="SecretUnreadableException">It is none.</exception>
    public static SealedSecret Unpack(ReadOnlySpan<byte> packed) => SealedSecretFormat.Read(packed);

    public override string ToString() => $"sealed under {KekId}";
}
