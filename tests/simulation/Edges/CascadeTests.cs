using Xunit.Abstractions;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>When everything falls it is calm: two hundred edges within ten seconds.</summary>
public sealed class CascadeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Two_hundred_edges_that_fall_are_three_messages_at_most_one_summary_and_a_digest(ulong seed)
    {
        using var world = new CascadeWorld(seed, withCrash: seed > 3);

        world.Run();

        Assert.True(world.Violations.Count == 0, string.Join(Environment.NewLine, world.Violations));
        foreach (var receiver in world.Record.Letters.GroupBy(static letter => letter.Receiver))
            CheckCalm(world, receiver.OrderBy(static letter => letter.QueuedAt).ToList(), receiver.Key);
        CheckHistory(world);
    }

    private void CheckCalm(CascadeWorld world, List<AlertLetter> letters, string receiver)
    {
        var said = string.Join(Environment.NewLine, letters);
        var verdict = letters.FindIndex(static letter => letter is { Alert: "FLEET_CASCADE", Status: "firing" });
        output.WriteLine($"{receiver}, {world.Kind}: {verdict} messages before the verdict, which came {(letters[Math.Max(0, verdict)].QueuedAt - CascadeWorld.FallsAt).TotalSeconds:0} s after the fall; back at {world.BackAt.TotalSeconds:0} s{Environment.NewLine}{said}");
        Assert.True(verdict is >= 0 and <= 3, $"{verdict} messages left before the verdict: {said}");
        var after = letters.Skip(verdict + 1).ToList();
        Assert.DoesNotContain(after, letter => letter.QueuedAt < world.BackAt);
        var digests = after.Where(static letter => letter is { Alert: "FLEET_CASCADE", Status: "resolved" }).ToList();
        Assert.Equal(EdgeSettings.Regions.Order(), digests.Select(static letter => letter.Region).Order());
        Assert.All(digests, static digest => Assert.Contains("is over after", digest.Text, StringComparison.Ordinal));
        // Only those that were told before the verdict end by a message of their own.
        Assert.True(after.Count - digests.Count <= verdict, said);
    }

    /// <summary>All that happened is in the history, and each of it is accounted for.</summary>
    private static void CheckHistory(CascadeWorld world)
    {
        var alert = world.Kind == CascadeKind.Silence ? "EDGE_STALE" : "ALL_UPSTREAMS_DOWN";
        var fallen = world.Record.Events.Where(one => one.Row.Alert == alert && one.Row.Firing).Select(static one => one.Row.NodeId).ToList();
        Assert.Equal(EdgeSettings.Edges, fallen.Count);
        Assert.Equal(EdgeSettings.Edges, fallen.Distinct().Count());
        if (world.Kind != CascadeKind.Silence)
            Assert.Equal(3 * EdgeSettings.Edges, world.Record.Events.Count(static one => one.Row is { Alert: "UPSTREAM_DOWN", Firing: true }));
    }
}
