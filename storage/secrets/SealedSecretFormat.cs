using System.Buffers.Binary;
using System.Text;

namespace Vespid.Storage.Secrets;

/// <summary>One block of bytes: a format byte, then each part with its length in front.</summary>
internal static class SealedSecretFormat
{
    private const byte Version = 1;

    public static byte[] Write(SealedSecret secret)
    {
        byte[][] parts =
        [
            Encoding.UTF8.GetBytes(secret.KekId),
            secret.DataKey.Ciphertext, secret.DataKey.Iv, secret.DataKey.Tag,
            secret.Value.Ciphertext, secret.Value.Iv, secret.Value.Tag,
        ];
        var packed = new byte[1 + parts.Sum(part => 4 + part.Length)];
        packed[0] = Version;
        var at = 1;
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(packed.AsSpan(at), part.Length);
            part.CopyTo(packed.AsSpan(at + 4));
            at += 4 + part.Length;
        }

        return packed;
    }

    public static SealedSecret Read(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty || packed[0] != Version)
            throw new SecretUnreadableException("?");
        var rest = packed[1..];
        var kekId = Encoding.UTF8.GetString(Next(ref rest));
        var dataKey = new SealedBytes(Next(ref rest), Next(ref rest), Next(ref rest));
        return new SealedSecret(kekId, dataKey, new SealedBytes(Next(ref rest), Next(ref rest), Next(ref rest)));
    }

    private static byte[] Next(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4)
            throw new SecretUnreadableException("?");
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || length > rest.Length - 4)
            throw new SecretUnreadableException("?");
        var part = rest.Slice(4, length).ToArray();
        rest = rest[(4 + length)..];
        return part;
    }
}
