using System.Runtime.InteropServices;

namespace Vespid.Channels;

/// <summary>
/// Ed25519 by the system's libcrypto 3, which .NET on Linux needs anyway and does not expose. Source: manual pages EVP_PKEY_new_raw_public_key(3) and
/// EVP_DigestVerify(3).
/// </summary>
internal sealed class OpenSslEd25519 : IEd25519
{
    private const string Library = "libcrypto.so.3";
    private const int KeyType = 1087;
    private const int KeyLength = 32;
    private const int SignatureLength = 64;

    public bool Verifies(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyLength || signature.Length != SignatureLength)
            return false;
        var key = EVP_PKEY_new_raw_public_key(KeyType, 0, publicKey.ToArray(), KeyLength);
        var context = EVP_MD_CTX_new();
        try
        {
            // An empty array has no address to pass; the length says that nothing is read there.
            var signed = message.IsEmpty ? [0] : message.ToArray();
            var verified = key != 0 && context != 0
                && EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
                && EVP_DigestVerify(context, signature.ToArray(), SignatureLength, signed, (nuint)message.Length) == 1;
            if (!verified)
                ERR_clear_error();
            return verified;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    [DllImport(Library)]
    private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    private static extern int EVP_DigestVerify(nint context, byte[] signature, nuint signatureLength, byte[] message, nuint messageLength);

    [DllImport(Library)]
    private static extern void ERR_clear_error();
}
