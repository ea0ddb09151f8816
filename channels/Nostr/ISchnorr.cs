namespace Vespid.Channels;

/// <summary>Schnorr signatures over secp256k1 (BIP-340), with public keys as their x coordinate.</summary>
internal interface ISchnorr
{
    /// <summary>False when the system has no library for it; nothing else may be called then.</summary>
    bool IsAvailable { get; }

    /// <summary>False for anything that is no valid signature, key or length.</summary>
    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Public key of a private one; null when there is none.</summary>
    byte[]? PublicKeyOf(ReadOnlySpan<byte> privateKey);

    /// <param name="privateKey">32 bytes.</param>
    /// <param name="message">32 bytes.</param>
    /// <param name="auxiliary">32 fresh random bytes.</param>
    /// <returns>64 bytes; null when the key is none.</returns>
    byte[]? Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> auxiliary);
}
