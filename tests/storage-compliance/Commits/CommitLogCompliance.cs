using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Commits;

/// <summary>What any commit log does.</summary>
public abstract class CommitLogCompliance
{
    [Fact]
    public async Task A_commit_writes_its_state_and_its_rows()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var run = Sample.Run(tenancy);
        var outcome = await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0), Sample.Message(tenancy, "m1"), run) with { DependsOn = tenancy.Dependencies });
        Assert.Equal(new CommitOutcome(CommitStatus.Applied, 1), outcome);
        Assert.Equal(1, (await log.StateAsync("a/1")).Version);
        Assert.Equal(("accepted", "hello"), await log.MessageAsync(tenancy.Account, "m1"));
        Assert.True(await log.HasRunAsync(run.Id));
    }

    [Fact]
    public async Task A_verified_state_stays_as_it_is()
    {
        await using var log = await StartAsync();
        await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));
        var before = await log.StateAsync("a/1");
        Assert.Equal(new CommitOutcome(CommitStatus.Applied, 1), await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1, json: null))));
        Assert.Equal(before, await log.StateAsync("a/1"));
        Assert.Equal(new CommitOutcome(CommitStatus.Applied, 0), await log.Log.CommitAsync(Sample.Commit(Sample.State("a/2", 0, json: null))));
        Assert.Equal((0, null), await log.StateAsync("a/2"));
        Assert.Equal(CommitStatus.Conflict, (await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0, json: null)))).Status);
    }

    [Fact]
    public async Task A_conflict_writes_nothing_and_spares_its_neighbours()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        await log.Log.CommitAsync(Sample.Commit(Sample.State("a/7", 0)));
        var commits = Enumerable.Range(0, 50).Select(i => Sample.Commit(Sample.State($"a/{i}", 0), Sample.Run(tenancy))).ToList();
        var outcomes = await Task.WhenAll(commits.Select(commit => log.Log.CommitAsync(commit).AsTask()));
        for (var i = 0; i < commits.Count; i++)
        {
            Assert.Equal(i == 7 ? CommitStatus.Conflict : CommitStatus.Applied, outcomes[i].Status);
            Assert.Equal(i != 7, await log.HasRunAsync(commits[i].Rows[0] is Vespid.Storage.Rows.RunRow run ? run.Id : default));
        }

        Assert.Equal(1, (await log.StateAsync("a/7")).Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_state_is_written_only_on_the_version_that_was_read(long expected)
    {
        await using var log = await StartAsync();
        await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));
        await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1)));
        Assert.Equal(CommitStatus.Conflict, (await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", expected)))).Status);
        Assert.Equal(CommitStatus.Conflict, (await log.Log.CommitAsync(Sample.Commit(Sample.State("a/none", 3)))).Status);
        Assert.Equal(2, (await log.StateAsync("a/1")).Version);
    }

    [Fact]
    public async Task The_same_commit_again_counts_once()
    {
        await using var log = await StartAsync();
        var commit = Sample.Commit(Sample.State("a/1", 0));
        await log.Log.CommitAsync(commit);
        Assert.Equal(new CommitOutcome(CommitStatus.Applied, 1), await log.Log.CommitAsync(commit));
        Assert.Equal(1, (await log.StateAsync("a/1")).Version);
    }

    [Fact]
    public async Task A_message_is_stored_once_whoever_sends_it_and_a_repeat_writes_nothing_else()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var commits = Enumerable.Range(0, 20)
            .Select(i => (Commit: Sample.Commit(null, Sample.Message(tenancy, "same"), Sample.Run(tenancy)), Other: Sample.Commit(null, Sample.Message(tenancy, $"other{i}"))))
            .ToList();
        var others = Task.WhenAll(commits.Select(pair => log.Log.CommitAsync(pair.Other).AsTask()));
        var outcomes = await Task.WhenAll(commits.Select(pair => log.Log.CommitAsync(pair.Commit).AsTask()));
        Assert.All(await others, outcome => Assert.Equal(CommitStatus.Applied, outcome.Status));
        Assert.Single(outcomes, outcome => outcome.Status == CommitStatus.Applied);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Status == CommitStatus.Duplicate));
        foreach (var (outcome, pair) in outcomes.Zip(commits))
            Assert.Equal(outcome.Status == CommitStatus.Applied, await log.HasRunAsync(((Vespid.Storage.Rows.RunRow)pair.Commit.Rows[1]).Id));
    }

    [Fact]
    public async Task A_dropped_message_can_be_readmitted_and_an_accepted_one_cannot()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        Assert.Equal(CommitStatus.Applied, await TryAsync(Sample.Message(tenancy, "m", "dropped")));
        Assert.Equal(CommitStatus.Duplicate, await TryAsync(Sample.Message(tenancy, "m")));
        Assert.Equal(CommitStatus.Applied, await TryAsync(Sample.Message(tenancy, "m", text: "again", readmits: true)));
        Assert.Equal(("accepted", "again"), await log.MessageAsync(tenancy.Account, "m"));
        Assert.Equal(CommitStatus.Duplicate, await TryAsync(Sample.Message(tenancy, "m", text: "third", readmits: true)));
        Assert.Equal(("accepted", "again"), await log.MessageAsync(tenancy.Account, "m"));
        Assert.Equal(CommitStatus.Applied, await TryAsync(Sample.Message(tenancy, "new", readmits: true)));

        async Task<CommitStatus> TryAsync(CommitRow row) => (await log.Log.CommitAsync(Sample.Commit(null, row))).Status;
    }

    [Fact]
    public async Task A_changed_entity_makes_the_commits_that_relied_on_it_stale()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        await log.TouchAsync(tenancy);
        var run = Sample.Run(tenancy);
        var stale = Sample.Commit(Sample.State("a/1", 0), Sample.Message(tenancy, "m"), run) with { DependsOn = tenancy.Dependencies };
        Assert.Equal(CommitStatus.Stale, (await log.Log.CommitAsync(stale)).Status);
        Assert.Equal((0, null), await log.StateAsync("a/1"));
        Assert.Null(await log.MessageAsync(tenancy.Account, "m"));
        Assert.False(await log.HasRunAsync(run.Id));
        var gone = Sample.Commit() with { DependsOn = [new Dependency(DependencyKind.Organization, Sample.NextId(), 1)] };
        Assert.Equal(CommitStatus.Stale, (await log.Log.CommitAsync(gone)).Status);
    }

    [Fact]
    public async Task Entries_of_a_lane_keep_the_order_of_their_commits()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var expected = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            // Ids that go down: the order comes from the commit, not from them.
            var entries = Enumerable.Range(0, 3).Select(_ => Sample.Entry(tenancy, "lane")).OrderByDescending(entry => entry.Id).ToList();
            expected.AddRange(entries.Select(entry => entry.Id));
            await log.Log.CommitAsync(Sample.Commit(null, [.. entries]));
        }

        Assert.Equal(expected, (await log.LaneAsync("lane")).Select(entry => entry.Id));
    }

    [Fact]
    public async Task An_entry_moves_on_only_from_the_status_that_was_seen()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var entry = Sample.Entry(tenancy, "lane");
        await log.Log.CommitAsync(Sample.Commit(null, entry));
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => log.Log.CommitAsync(Sample.Commit(null, Sample.Change(entry.Id, "queued", "sending"))).AsTask()));
        Assert.Equal([CommitStatus.Applied, CommitStatus.Missed], both.Select(outcome => outcome.Status).Order());
        Assert.Equal((entry.Id, "sending"), Assert.Single(await log.LaneAsync("lane")));
    }

    [Fact]
    public async Task A_commit_with_several_guards_is_written_whole_or_not_at_all()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var (first, second) = (Sample.Entry(tenancy, "lane"), Sample.Entry(tenancy, "lane"));
        await log.Log.CommitAsync(Sample.Commit(null, first, second));
        await log.Log.CommitAsync(Sample.Commit(null, Sample.Change(second.Id, "queued", "canceled")));
        var torn = Sample.Commit(
            Sample.State("a/1", 0), Sample.Message(tenancy, "m"), Sample.Change(first.Id, "queued", "sending"), Sample.Change(second.Id, "queued", "sending"));
        var neighbours = Enumerable.Range(0, 10).Select(i => log.Log.CommitAsync(Sample.Commit(Sample.State($"b/{i}", 0))).AsTask()).ToList();
        Assert.Equal(CommitStatus.Missed, (await log.Log.CommitAsync(torn)).Status);
        Assert.All(await Task.WhenAll(neighbours), outcome => Assert.Equal(CommitStatus.Applied, outcome.Status));
        Assert.Equal((0, null), await log.StateAsync("a/1"));
        Assert.Null(await log.MessageAsync(tenancy.Account, "m"));
        Assert.Equal("queued", (await log.LaneAsync("lane")).Single(entry => entry.Id == first.Id).Status);
    }

    [Fact]
    public async Task A_process_that_lost_the_lease_writes_nothing()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        await log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));
        await log.FenceAsync();
        var run = Sample.Run(tenancy);
        await Assert.ThrowsAsync<WriterFencedException>(() => log.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1), Sample.Message(tenancy, "m"), run)).AsTask());
        Assert.Equal(1, (await log.StateAsync("a/1")).Version);
        Assert.Null(await log.MessageAsync(tenancy.Account, "m"));
        Assert.False(await log.HasRunAsync(run.Id));
    }

    [Fact]
    public async Task Characters_that_cannot_be_stored_cost_neither_the_message_nor_the_batch()
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var odd = Sample.Commit(
            Sample.State("a/\0", 0, """{"n":"a\u0000b\\u0000\ud83d\ude00\ud800"}"""), Sample.Message(tenancy, "m\0", text: "a\0b\ud800c\ud83d\ude00"), Sample.Entry(tenancy, "lane", """{"text":"\u0000"}"""));
        Assert.Equal(CommitStatus.Applied, (await log.Log.CommitAsync(odd)).Status);
        Assert.Equal(("accepted", "a\ufffdb\ufffdc\ud83d\ude00"), await log.MessageAsync(tenancy.Account, "m\ufffd"));
        var state = System.Text.Json.JsonDocument.Parse((await log.StateAsync("a/\ufffd")).Json!);
        Assert.Equal("a\ufffdb\\u0000\ud83d\ude00\ufffd", state.RootElement.GetProperty("n").GetString());
        Assert.Single(await log.LaneAsync("lane"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Two_hundred_commits_at_once_end_as_a_model_says(int seed)
    {
        await using var log = await StartAsync();
        var tenancy = await log.AddTenancyAsync();
        var chance = new SplitMix(seed);
        var commits = Enumerable.Range(0, 200).Select(_ => Sample.Commit(
            Sample.State($"k/{chance.Next(12)}", chance.Next(4), chance.Next(3) == 0 ? null : """{"n":2}"""), Sample.Message(tenancy, $"m{chance.Next(120)}"), Sample.Run(tenancy))).ToList();
        var outcomes = await Task.WhenAll(commits.Select(commit => log.Log.CommitAsync(commit).AsTask()));

        // Whatever the order was: each version of a state was written once, and each message was taken once, with its run.
        var applied = commits.Zip(outcomes).Where(pair => pair.Second.Status == CommitStatus.Applied).ToList();
        foreach (var key in commits.GroupBy(commit => commit.State!.Key))
        {
            var writes = applied.Where(pair => pair.First.State!.Key == key.Key && pair.First.State.Payload is not null).Select(pair => pair.Second.StateVersion).Order().ToList();
            Assert.Equal(Enumerable.Range(1, writes.Count).Select(version => (long)version), writes);
            Assert.Equal(writes.Count, (await log.StateAsync(key.Key)).Version);
        }

        Assert.Equal(applied.Count, applied.Select(pair => ((Vespid.Storage.Rows.InboundMessageRow)pair.First.Rows[0]).DedupeKey).Distinct().Count());
        foreach (var (commit, outcome) in commits.Zip(outcomes))
        {
            Assert.Equal(outcome.Status == CommitStatus.Applied, await log.HasRunAsync(((Vespid.Storage.Rows.RunRow)commit.Rows[1]).Id));
            if (outcome.Status == CommitStatus.Duplicate)
                Assert.NotNull(await log.MessageAsync(tenancy.Account, ((Vespid.Storage.Rows.InboundMessageRow)commit.Rows[0]).DedupeKey));
            else
                Assert.True(outcome.Status is CommitStatus.Applied or CommitStatus.Conflict);
        }
    }

    private protected abstract Task<ICommitLogUnderTest> StartAsync();
}
