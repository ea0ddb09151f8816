using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vespid.Grains.Channels;

/// <summary>
/// Id of the run that a message makes of a workflow (or the turn it makes of a session): the same pair gives the same id, so a repeat
/// cannot make a second run. It keeps the message's time, so runs sort by time as every UUIDv7.
/// </summary>
public static class RunId
{
    public static Guid Of(Guid messageId, Guid target)
    {
        Span<byte> pair = stackalloc byte[32];
        messageId.TryWriteBytes(pair, bigEndian: true, out _);
        target.TryWriteBytes(pair[16..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(pair, hash);

        Span<byte> id = stackalloc byte[16];
        hash[..16].CopyTo(id);
        pair[..6].CopyTo(id);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0FFF)));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
