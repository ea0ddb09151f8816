using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Tests;

/// <summary>Each rule finds what it is there for, and nothing in a run that went well.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Workflow = Id(900);
    private static readonly Guid Session = Id(901);
    private static readonly Conversation Chat = new("chat", "telegram", "7", IsOrdered: true, IsPolled: false);

    private static readonly Dictionary<string, (Func<Evidence, Evidence> Break, string Kind)> Cases = new()
    {
        ["a message is gone"] = (good => good with { Messages = [.. good.Messages.Skip(1)], Runs = [.. good.Runs.Skip(1)], Replies = [.. good.Replies.Skip(1)], Arrivals = [.. good.Arrivals.Skip(1)] }, Violation.Lost),
        ["a message is stored twice"] = (good => good with { Messages = [.. good.Messages, good.Messages[0] with { Id = Id(50) }] }, Violation.StoredTwice),
        ["a message is stored elsewhere"] = (good => good with { Messages = [good.Messages[0] with { Conversation = "8" }, .. good.Messages.Skip(1)] }, Violation.StoredTwice),
        ["a workflow did not run"] = (good => good with { Runs = [.. good.Runs.Where(run => run.Id != Id(20))] }, Violation.Runs),
        ["a workflow ran twice"] = (good => good with { Runs = [.. good.Runs, good.Runs.First(run => run.Id == Id(20)) with { Id = Id(51) }] }, Violation.Runs),
        ["a turn ended as failed"] = (good => good with { Runs = [good.Runs[0] with { Status = "failed" }, .. good.Runs.Skip(1)] }, Violation.Runs),
        ["a turn ended before the one before it"] = (good => good with { Runs = [good.Runs[0] with { FinishedAt = good.Runs[^1].FinishedAt }, .. good.Runs.Skip(1)] }, Violation.TurnOrder),
        ["turns are numbered in another order than they were sent"] = (good => good with { Offered = [good.Offered[0] with { Number = 9 }, .. good.Offered.Skip(1)] }, Violation.TurnOrder),
        ["a reply did not arrive"] = (good => good with { Arrivals = [.. good.Arrivals.Skip(1)] }, Violation.ReplyMissing),
        ["a turn has two replies"] = (good => good with { Replies = [.. good.Replies, good.Replies[0] with { Id = Id(52) }] }, Violation.ReplyMissing),
        ["replies changed places"] = (good => good with { Arrivals = [good.Arrivals[0] with { Order = 2 }, good.Arrivals[1] with { Order = 1 }, good.Arrivals[2]] }, Violation.ReplyOrder),
        ["a copy without a mark"] = (good => Copied(good, marked: false) with { Faults = [Fault(Noon, strikes: 1)] }, Violation.DuplicateUnmarked),
        ["a copy without a fault"] = (good => Copied(good, marked: true), Violation.DuplicateUnexplained),
        ["a copy long after the fault"] = (good => Copied(good, marked: true) with { Faults = [Fault(Noon.AddMinutes(-2), strikes: 1)] }, Violation.DuplicateUnexplained),
        ["more copies than a vendor left without an answer"] = (good => Copied(good, marked: true) with { Faults = [Fault(Noon, strikes: 0, isVendors: true)] }, Violation.DuplicateUnexplained),
        ["a slow take-over"] = (good => good with { TakeOvers = [new TakeOver(nameof(KillActive), TimeSpan.FromSeconds(6))] }, Violation.TakeOver),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void A_run_that_went_well_has_nothing_against_it()
    {
        Assert.Empty(Checker.Check(Good()));
        Assert.Empty(Checker.Check(Copied(Good(), marked: true) with { Faults = [Fault(Noon, strikes: 1)] }));
        Assert.Empty(Checker.Check(Good() with { TakeOvers = [new TakeOver(nameof(PauseActive), TimeSpan.FromSeconds(6))] }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_broken_is_found(string name)
    {
        var (broken, kind) = Cases[name];

        Assert.Contains(kind, Checker.Check(broken(Good())).Select(violation => violation.Kind));
    }

    [Fact]
    public void A_version_that_goes_back_or_away_is_found()
    {
        var watch = new VersionWatch(null!);
        watch.Compare(new Dictionary<string, long> { ["a"] = 2, ["b"] = 1 });
        watch.Compare(new Dictionary<string, long> { ["a"] = 3, ["b"] = 1 });
        Assert.Empty(watch.Violations);

        watch.Compare(new Dictionary<string, long> { ["a"] = 2 });

        Assert.Equal(["a was at 3 and is at 2", "b was at 1 and is gone"], watch.Violations.Select(violation => violation.What));
    }

    private static Evidence Good()
    {
        int[] numbers = [1, 2, 3];
        var offered = numbers.Select(number => new Message(Chat, number, number)).ToList();
        return new()
        {
            Offered = offered,
            Acknowledged = [.. offered.Select(message => message.Text)],
            Expectations = new Expectations([new WorkflowExpectation(Workflow, "telegram", "even")]),
            Messages = [.. offered.Select(message => new StoredMessage(Id(message.Number), "telegram", "7", message.Text, "accepted"))],
            Runs =
            [
                Run(10, 1, "turn", message: 1),
                Run(11, 2, "turn", message: 2),
                Run(20, 3, "workflow", message: 2),
                Run(12, 4, "turn", message: 3),
            ],
            Replies = [.. offered.Select(message => new StoredReply(Id(30 + message.Number), Id(9 + message.Number), "7", $"echo: {message.Text}", "sent", IsMarked: false))],
            Arrivals = [.. offered.Select(message => new Arrival("7", $"echo: {message.Text}", message.Number, Noon.AddSeconds(message.Number)))],
            Redriven = new HashSet<Guid>(),
            Faults = [],
            TakeOvers = [],
            TakeOverLimit = TimeSpan.FromSeconds(5),
            Seen = [],
        };
    }

    private static Evidence Copied(Evidence good, bool marked) => good with
    {
        Replies = [good.Replies[0] with { IsMarked = marked }, .. good.Replies.Skip(1)],
        Arrivals = [.. good.Arrivals, good.Arrivals[0] with { Order = 9, At = Noon.AddSeconds(9) }],
    };

    private static StoredRun Run(int id, long seq, string kind, int message) =>
        new(Id(id), seq, kind, kind == "turn" ? null : Workflow, kind == "turn" ? Session : null, Id(message), "succeeded", Noon.AddSeconds(seq).UtcDateTime);

    private static FaultRecord Fault(DateTimeOffset start, int strikes, bool isVendors = false) =>
        new("Fault", isVendors, start) { End = start.AddSeconds(1), Strikes = strikes };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
