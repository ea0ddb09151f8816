using System.Buffers.Binary;

namespace Vespid.Grains.Channels;

/// <summary>
/// Id of the run that a message makes of a workflow (or the turn it makes of a session): the same pair gives the same id, so a repeat
/// cannot make a second run. It keeps the message's time, so runs sort by time as every UUIDv7.
/// </summary>
/// <remarks>
/// The random bits are the message's, turned by a bijective mix of the target's: distinct targets of one message stay distinct, and what
/// is random about the message stays random about its runs.
/// </remarks>
public static class RunId
{
    public static Guid Of(Guid messageId, Guid target)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> other = stackalloc byte[16];
        messageId.TryWriteBytes(id, bigEndian: true, out _);
        target.TryWriteBytes(other, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(other);
        var turn = Mix(BinaryPrimitives.ReadUInt64BigEndian(other[8..]) ^ Mix(high));

        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | ((BinaryPrimitives.ReadUInt16BigEndian(id[6..]) ^ (turn >> 52)) & 0x0FFF)));
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], 0x8000_0000_0000_0000 | ((BinaryPrimitives.ReadUInt64BigEndian(id[8..]) ^ turn) & 0x3FFF_FFFF_FFFF_FFFF));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>The finalizer of MurmurHash3: every bit of the input reaches every bit of the output, and no two inputs meet.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        value = (value ^ (value >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return value ^ (value >> 33);
    }
}
