namespace Vespid.Storage.Secrets;

/// <summary>Output of AES-GCM.</summary>
/// <param name="Ciphertext">As long as the plain text.</param>
/// <param name="Iv">12 bytes, never used twice under a key.</param>
/// <param name="Tag">16 bytes.</param>
public sealed record SealedBytes(byte[] Ciphertext, byte[] Iv, byte[] Tag);
