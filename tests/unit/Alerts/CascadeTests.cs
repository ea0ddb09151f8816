using Vespid.Storage.Edges;

namespace Vespid.Tests.Unit.Alerts;

public sealed class CascadeTests
{
    private readonly ReceiverBench _receiver = new();

    [Fact]
    public void Two_hundred_edges_that_fall_within_ten_seconds_are_at_most_three_messages_and_one_summary()
    {
        _receiver.Fleet["eu"] = 100;
        _receiver.Fleet["us"] = 110;
        var all = Fall(200, i => i % 2 == 0 ? "eu" : "us");
        var before = _receiver.Sent.Count;
        Assert.True(before <= 3, $"{before} messages left before the verdict");
        _receiver.Until(60);
        var summary = Assert.Single(_receiver.Sent.Skip(before)).Entry.Message;
        Assert.Equal(("FLEET_CASCADE", "critical", "firing", "eu,us"), (summary.Alert, summary.Severity, summary.Status, summary.Region));
        Assert.StartsWith("CRITICAL: FLEET_CASCADE 200 of 210 edges are down in eu, us\n", summary.Message, StringComparison.Ordinal);
        Assert.All(all, one => Assert.True(_receiver.How(one) is "cascade" or "alone" or "inhibited", _receiver.How(one)));
        Assert.True(all.Count(one => _receiver.How(one) == "alone") <= 2);

        _receiver.Until(300);
        Assert.Equal(before + 1, _receiver.Sent.Count);
        var back = Enumerable.Range(0, 198).SelectMany(i => new[] { _receiver.Up($"n{i:D3}"), _receiver.AllDownOver($"n{i:D3}", i % 2 == 0 ? "eu" : "us") }).ToList();
        // The bench's transitions know one region: those of the other are told there.
        _receiver.Until(600);
        var digests = _receiver.Sent.Skip(before + 1).Where(sent => sent.Entry.Message.Alert == "FLEET_CASCADE").ToList();
        Assert.Equal(["eu", "us"], digests.Select(digest => digest.Entry.Message.Region).Order());
        Assert.All(digests, digest => Assert.Contains("is over after", digest.Entry.Message.Message, StringComparison.Ordinal));
        Assert.Contains("still down: n199", digests.Single(digest => digest.Entry.Message.Region == "us").Entry.Message.Message, StringComparison.Ordinal);
        Assert.Empty(_receiver.State.Cascades);
        Assert.All(back, one => Assert.True(_receiver.Accounts.ContainsKey(one.Id)));
        Assert.Equal(_receiver.Events.Count, _receiver.Accounts.Count);
    }

    [Fact]
    public void Three_edges_of_many_are_held_for_ten_seconds_and_then_told_each()
    {
        _receiver.Fleet["eu"] = 100;
        var all = Fall(3, _ => "eu", withTransitions: false);
        _receiver.Until(30);
        Assert.All(all, one => Assert.Equal("alone", _receiver.How(one)));
        Assert.Equal(3, _receiver.Sent.Count);
        Assert.True(_receiver.Sent.All(sent => sent.At <= 12));
        Assert.Null(_receiver.State.HeldSince);
    }

    [Fact]
    public void Edges_that_fall_one_after_the_other_are_a_cascade_once_they_are_many_enough()
    {
        _receiver.Fleet["eu"] = 5;
        for (var i = 0; i < 5; i++)
        {
            _receiver.Silent($"n{i}");
            _receiver.Until((i + 1) * 20);
        }

        Assert.Equal(["EDGE_SILENT", "EDGE_SILENT", "FLEET_CASCADE"], _receiver.Sent.Select(sent => sent.Entry.Message.Alert));
        Assert.Equal(["n0", "n1", "n2", "n3", "n4"], _receiver.State.Cascades["eu"].Edges.Keys);
    }

    [Fact]
    public void A_hold_ends_after_two_minutes_though_edges_go_on_falling()
    {
        _receiver.Fleet["eu"] = 1000;
        for (var i = 0; i < 40; i++)
        {
            _receiver.AllDown($"n{i:D3}");
            _receiver.Until((i + 1) * 4);
        }

        Assert.InRange(_receiver.Sent.Where(sent => sent.At > 10).Min(sent => sent.At), 120, 140);
    }

    [Fact]
    public void Another_region_goes_on_as_usual()
    {
        _receiver.Fleet["eu"] = 10;
        _receiver.Fleet["us"] = 10;
        Fall(9, _ => "eu");
        _receiver.Until(60);
        var sent = _receiver.Sent.Count;
        var elsewhere = _receiver.AllDown("x1", "us");
        _receiver.Until(70);
        Assert.Equal((sent + 1, "alone"), (_receiver.Sent.Count, _receiver.How(elsewhere)));
    }

    [Fact]
    public void A_window_shorter_than_the_wait_for_the_verdict_forgets_nobody()
    {
        _receiver.Options.CascadeWindow = TimeSpan.FromSeconds(10);
        _receiver.Fleet["eu"] = 200;
        Fall(200, _ => "eu");
        _receiver.Until(60);
        Assert.StartsWith("CRITICAL: FLEET_CASCADE 200 of 200 edges are down in eu\n", _receiver.Sent[^1].Entry.Message.Message, StringComparison.Ordinal);
        Assert.True(_receiver.Sent.Count <= 4);
    }

    [Fact]
    public void A_second_cascade_names_what_fell_there_and_leaves_the_first_to_its_own_digest()
    {
        _receiver.Fleet["eu"] = 10;
        _receiver.Fleet["us"] = 10;
        Fall(9, _ => "eu");
        _receiver.Until(60);
        var during = _receiver.Add("n5", "HANDSHAKE_FAILED", "warn", "probe", "ch1", true, "[n5] PROBE ch1 failing");
        var elsewhere = Enumerable.Range(0, 9).Select(i => _receiver.AllDown($"x{i}", "us")).ToList();
        _receiver.Until(120);
        Assert.Equal("us", _receiver.Sent[^1].Entry.Message.Region);
        Assert.All(elsewhere, one => Assert.Equal("cascade", _receiver.How(one)));
        Assert.Equal("deferred:cascade", _receiver.How(during));
    }

    [Fact]
    public void What_happens_during_a_cascade_is_parked_and_told_in_a_digest_each_hour()
    {
        _receiver.Fleet["eu"] = 10;
        Fall(9, _ => "eu");
        _receiver.Until(60);
        var during = _receiver.Add("n5", "HANDSHAKE_FAILED", "warn", "probe", "ch1", true, "[n5] PROBE ch1 failing");
        _receiver.Until(3600);
        Assert.Equal("deferred:cascade", _receiver.How(during));
        _receiver.Until(3700);
        Assert.Equal("cascade", _receiver.How(during));
        Assert.Contains("goes on for 60 min, 9 of 9 edges are down", _receiver.Sent[^1].Entry.Message.Message, StringComparison.Ordinal);
    }

    /// <summary>Edges fall one after the other within ten seconds.</summary>
    private List<AlertEvent> Fall(int count, Func<int, string> region, bool withTransitions = true)
    {
        var all = new List<AlertEvent>();
        for (var i = 0; i < count; i++)
        {
            if (withTransitions)
                all.Add(_receiver.Down($"n{i:D3}"));
            all.Add(_receiver.AllDown($"n{i:D3}", region(i)));
            if (i % Math.Max(1, count / 10) == 0)
                _receiver.Until(_receiver.Seconds + 1);
        }

        return all;
    }
}
