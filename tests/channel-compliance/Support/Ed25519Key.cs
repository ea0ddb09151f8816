using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Tests.Channels;

/// <summary>A private key to sign with, which the product has no need of. Source: manual page EVP_DigestSign(3).</summary>
internal sealed class Ed25519Key
{
    private const string Library = "libcrypto.so.3";
    private const int KeyType = 1087;
    private readonly byte[] _seed;

    /// <param name="seed">32 bytes, the private key of RFC 8032.</param>
    public Ed25519Key(byte[] seed) => _seed = seed;

    public static Ed25519Key Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public byte[] PublicKey => With(key =>
    {
        var bytes = new byte[32];
        nuint length = 32;
        Assert.Equal(1, EVP_PKEY_get_raw_public_key(key, bytes, ref length));
        return bytes;
    });

    public byte[] Sign(byte[] message) => With(key =>
    {
        var context = EVP_MD_CTX_new();
        var signature = new byte[64];
        nuint length = 64;
        Assert.Equal(1, EVP_DigestSignInit(context, 0, 0, 0, key));
        Assert.Equal(1, EVP_DigestSign(context, signature, ref length, message.Length == 0 ? [0] : message, (nuint)message.Length));
        EVP_MD_CTX_free(context);
        return signature;
    });

    private byte[] With(Func<nint, byte[]> use)
    {
        var key = EVP_PKEY_new_raw_private_key(KeyType, 0, _seed, (nuint)_seed.Length);
        try
        {
            return use(key);
        }
        finally
        {
            EVP_PKEY_free(key);
        }
    }

    [DllImport(Library)]
    private static extern nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    private static extern int EVP_PKEY_get_raw_public_key(nint key, byte[] bytes, ref nuint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    private static extern int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] message, nuint messageLength);
}
