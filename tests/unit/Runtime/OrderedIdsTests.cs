using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;

namespace Vespid.Tests.Unit.Runtime;

public sealed class OrderedIdsTests
{
    [Fact]
    public void Ids_sort_in_the_order_they_were_made_also_when_the_clock_jumps_back()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56));
        var ids = new OrderedIds(clock, new SeededChance(1));
        var made = new List<string>();
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
                clock.Move(TimeSpan.FromHours(-1));
            made.Add(ids.NewId().ToString());
        }

        Assert.Equal(made, made.Order(StringComparer.Ordinal));
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal('7', id[14]));
    }

    [Fact]
    public void An_id_is_a_version_7_with_its_milliseconds_and_62_random_bits()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
        var clock = new ManualClock(start);
        var ids = new OrderedIds(clock, new SeededChance(3));
        var made = Enumerable.Range(0, 2_000).Select(_ => ids.NewId()).ToList();
        clock.Move(TimeSpan.FromMilliseconds(1));
        var later = ids.NewId();

        Assert.All(made, id => Assert.Equal((7, start.ToUnixTimeMilliseconds()), (id.Version, Milliseconds(id))));
        Assert.Equal(start.ToUnixTimeMilliseconds() + 1, Milliseconds(later));
        Assert.All(made, id => Assert.InRange(id.Variant, 8, 11));
        // Every random bit is on about half of the time.
        foreach (var bit in Enumerable.Range(0, 62))
            Assert.InRange(made.Count(id => (Random(id) >> bit & 1) == 1), 850, 1_150);

        static ulong Random(Guid id) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8));
    }

    [Fact]
    public void A_run_id_depends_on_both_halves_and_keeps_the_messages_time()
    {
        var ids = new OrderedIds(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56)), new SeededChance(2));
        var (message, other, workflow) = (ids.NewId(), ids.NewId(), ids.NewId());

        Assert.Equal(RunId.Of(message, workflow), RunId.Of(message, workflow));
        Assert.NotEqual(RunId.Of(message, workflow), RunId.Of(other, workflow));
        Assert.NotEqual(RunId.Of(message, workflow), RunId.Of(message, other));
        Assert.Equal(message.ToString()[..13], RunId.Of(message, workflow).ToString()[..13]);
        var runs = Enumerable.Range(0, 200).Select(_ => RunId.Of(message, ids.NewId())).ToList();
        Assert.All(runs, run => Assert.Equal((7, Milliseconds(message)), (run.Version, Milliseconds(run))));
        Assert.All(runs, run => Assert.InRange(run.Variant, 8, 11));
        // What the version and the variant leave of the hash is all there: a run of another message of the same millisecond is another run.
        Assert.True(runs.Select(run => run.ToString()[15..18]).Distinct().Count() > 180);
        Assert.True(runs.Select(run => run.ToString()[19..21]).Distinct().Count() > 50);
    }

    [Fact]
    public void The_id_of_a_run_is_the_same_on_every_machine() => Assert.Equal(
        Guid.Parse("0190a000-0000-731e-b1ee-28a85aa6821c"),
        RunId.Of(Guid.Parse("0190a000-0000-7000-8000-000000000001"), Guid.Parse("0190a000-0000-7000-8000-000000000002")));

    [Fact]
    public void A_token_has_its_prefix_and_256_random_bits_and_is_stored_as_a_hash()
    {
        var chance = new SeededChance(4);
        var tokens = Enumerable.Range(0, 100).Select(_ => Tokens.New("vsp_", chance)).ToList();

        Assert.All(tokens, token => Assert.Matches("^vsp_[A-Za-z0-9_-]{43}$", token));
        Assert.Equal(100, tokens.Distinct().Count());
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(Tokens.Hash("abc")));
    }

    private static long Milliseconds(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
