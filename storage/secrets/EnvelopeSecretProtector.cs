using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Vespid.Storage.Secrets;

/// <summary>AES-256-GCM twice: the value under a random data key, the data key under the key-encryption key. Nonces are random, each data key is used once.</summary>
internal sealed class EnvelopeSecretProtector : ISecretProtector
{
    private const int KeyBytes = 32;
    private const int IvBytes = 12;
    private const int TagBytes = 16;
    private readonly Dictionary<string, byte[]> _keks = new(StringComparer.Ordinal);
    private readonly string? _current;

    public EnvelopeSecretProtector(IOptions<SecretsOptions> options)
    {
        var settings = options.Value;
        foreach (var (id, kek) in settings.PreviousKeks)
            _keks[id] = Checked(id, kek);
        if (settings.Kek is null)
            return;
        _current = settings.KekId;
        _keks[_current] = Checked(_current, settings.Kek);
    }

    public bool IsConfigured => _current is not null;

    public SealedSecret Seal(string value, SecretPurpose purpose)
    {
        var (kekId, kek) = Current();
        var dataKey = RandomNumberGenerator.GetBytes(KeyBytes);
        var plain = Encoding.UTF8.GetBytes(value);
        try
        {
            return new SealedSecret(kekId, Encrypt(kek, dataKey, KeyBinding(kekId, purpose)), Encrypt(dataKey, plain, ValueBinding(purpose)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public string Open(SealedSecret secret, SecretPurpose purpose)
    {
        var dataKey = Unwrap(secret, purpose);
        try
        {
            var plain = Decrypt(secret.KekId, dataKey, secret.Value, ValueBinding(purpose));
            var value = Encoding.UTF8.GetString(plain);
            CryptographicOperations.ZeroMemory(plain);
            return value;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public SealedSecret? Rewrap(SealedSecret secret, SecretPurpose purpose)
    {
        var (kekId, kek) = Current();
        if (secret.KekId == kekId)
            return null;
        var dataKey = Unwrap(secret, purpose);
        try
        {
            return secret with { KekId = kekId, DataKey = Encrypt(kek, dataKey, KeyBinding(kekId, purpose)) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private static byte[] KeyBinding(string kekId, SecretPurpose purpose) => Encoding.UTF8.GetBytes($"key\n{kekId}\n{purpose.Text}");

    private static byte[] ValueBinding(SecretPurpose purpose) => Encoding.UTF8.GetBytes($"value\n{purpose.Text}");

    private static byte[] Checked(string id, byte[] kek) => kek.Length == KeyBytes
        ? kek
        : throw new ArgumentException($"Key-encryption key '{id}' has {kek.Length} bytes; it needs {KeyBytes}.");

    private static SealedBytes Encrypt(byte[] key, byte[] plain, byte[] binding)
    {
        var iv = RandomNumberGenerator.GetBytes(IvBytes);
        var cipher = new byte[plain.Length];
        var tag = new byte[TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(iv, plain, cipher, tag, binding);
        return new SealedBytes(cipher, iv, tag);
    }

    private static byte[] Decrypt(string kekId, byte[] key, SealedBytes box, byte[] binding)
    {
        var plain = new byte[box.Ciphertext.Length];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(box.Iv, box.Ciphertext, box.Tag, plain, binding);
            return plain;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new SecretUnreadableException(kekId, fault);
        }
    }

    private byte[] Unwrap(SealedSecret secret, SecretPurpose purpose)
    {
        if (!_keks.TryGetValue(secret.KekId, out var kek))
            throw new SecretUnreadableException(secret.KekId);
        var dataKey = Decrypt(secret.KekId, kek, secret.DataKey, KeyBinding(secret.KekId, purpose));
        return dataKey.Length == KeyBytes ? dataKey : throw new SecretUnreadableException(secret.KekId);
    }

    private (string Id, byte[] Kek) Current() => _current is { } id ? (id, _keks[id]) : throw new SecretsNotConfiguredException();
}
