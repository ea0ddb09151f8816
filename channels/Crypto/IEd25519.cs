namespace Vespid.Channels;

/// <summary>Verifies Ed25519 signatures (RFC 8032, section 5.1).</summary>
internal interface IEd25519
{
    /// <summary>Whether <paramref name="signature"/> is the signature of <paramref name="message"/>; false also for keys and signatures of a wrong length.</summary>
    bool Verifies(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
