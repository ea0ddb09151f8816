using System.Buffers.Binary;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Runtime;

/// <summary>
/// UUIDv7 by RFC 9562 method 1: 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits. The clock may stand
/// still or jump back: the ids go on from the last one.
/// </summary>
internal sealed class OrderedIds(TimeProvider clock, IChance chance) : IIdSource
{
    private const int CounterBits = 12;

    private long _last;

    public Guid NewId()
    {
        long stamp;
        long seen;
        do
        {
            seen = Volatile.Read(ref _last);
            stamp = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits, seen + 1);
        }
        while (Interlocked.CompareExchange(ref _last, stamp, seen) != seen);

        Span<byte> id = stackalloc byte[16];
        chance.Fill(id[8..]);
        BinaryPrimitives.WriteUInt64BigEndian(id, ((ulong)stamp >> CounterBits << 16) | 0x7000UL | ((ulong)stamp & 0xFFF));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
