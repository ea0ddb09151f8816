using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>The check finds what it is for.</summary>
public sealed class EdgeCheckerTests
{
    private const string Text = "[edge-001] TRANSITION upstream=xray-client:3080 healthy -> unhealthy";

    private static readonly Guid Event = Guid.CreateVersion7();
    private static readonly Guid Entry = Guid.CreateVersion7();

    [Fact]
    public void Nothing_is_found_where_all_is_told() => Assert.Empty(EdgeChecker.Check(Good()));

    [Fact]
    public void A_change_that_nobody_heard_of_is_found() => Assert.Equal(Violation.TransitionLost, Only(Good() with { Events = [], Accounts = [], Messages = [], Arrivals = [] }));

    [Fact]
    public void A_change_that_never_was_is_found() => Assert.Equal(Violation.TransitionInvented, Only(Good() with { Reports = ["node-001 1 111"] }));

    [Fact]
    public void An_event_without_an_account_is_found() => Assert.Equal(Violation.Unaccounted, Only(Good() with { Accounts = [] }));

    [Fact]
    public void An_event_that_waits_for_good_is_found() => Assert.Equal(Violation.Unaccounted, Only(Good() with { Accounts = [new StoredAccount(Event, "default", "deferred", null, "interval")] }));

    [Fact]
    public void An_account_without_its_message_is_found() => Assert.Contains(
        EdgeChecker.Check(Good() with { Messages = [], Accounts = [new StoredAccount(Event, "default", "merged", Entry, null)] }), static found => found.Kind == Violation.AlertMissing);

    [Fact]
    public void A_message_that_never_arrived_is_found() => Assert.Equal(Violation.AlertMissing, Only(Good() with { Arrivals = [] }));

    [Fact]
    public void A_second_copy_needs_a_mark()
    {
        var twice = Good() with { Arrivals = [(Text, default), (Text, default)] };
        Assert.Equal(Violation.DuplicateUnmarked, Only(twice));
        Assert.Empty(EdgeChecker.Check(twice with { Messages = [Good().Messages[0] with { PossibleDuplicate = true }] }));
    }

    [Fact]
    public void A_message_that_says_something_else_is_found() => Assert.Equal(
        Violation.AlertMissing, Only(Good() with { Messages = [Good().Messages[0] with { Text = "else" }], Arrivals = [("else", default)] }));

    private static string Only(EdgeEvidence evidence) => Assert.Single(EdgeChecker.Check(evidence)).Kind;

    private static EdgeEvidence Good() => new(
        ["node-001 1 111", "node-001 2 011"],
        [new StoredEvent(Event, "node-001", "transition", "UPSTREAM_DOWN", "xray-client:3080", "healthy", "unhealthy", true, Text, default)],
        [new StoredAccount(Event, "default", "alone", Entry, null)],
        [new StoredMessageOut(Entry, "alert", Text, "UPSTREAM_DOWN", "sent", false, default)],
        [(Text, default)],
        []);
}
