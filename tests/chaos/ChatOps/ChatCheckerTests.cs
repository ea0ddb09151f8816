using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>What the check of rooms must find, and what it must let pass.</summary>
public sealed class ChatCheckerTests
{
    private static readonly ChatPlace Here = ChatPlace.All[0];
    private static readonly ChatPlace There = ChatPlace.All[1];
    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001");

    [Fact]
    public void One_copy_that_says_the_same_is_right() => Assert.Empty(Check(One(), [Row()], [Copy("70", "m1v0 m1v0")]));

    [Fact]
    public void A_message_without_a_copy_is_lost() => Assert.Contains(Check(One(), [], []), static found => found.Kind == Violation.Lost);

    [Fact]
    public void A_message_that_was_never_taken_is_lost() =>
        Assert.Contains(ChatChecker.Check(Evidence(One(), [], []) with { Messages = new Dictionary<(string, string), Guid>() }), static found => found.Kind == Violation.Lost);

    [Fact]
    public void A_second_copy_is_found_unless_it_is_marked()
    {
        Arrival[] twice = [Copy("70", "m1v0 m1v0"), Copy("71", "m1v0 m1v0")];

        Assert.Contains(Check(One(), [Row()], twice), static found => found.Kind == Violation.DuplicateUnmarked);
        Assert.Empty(Check(One(), [Row() with { PossibleDuplicate = true }], twice));
    }

    [Fact]
    public void What_comes_back_to_where_it_was_said_is_a_loop() =>
        Assert.Contains(Check(One(), [Row()], [Copy("70", "m1v0 m1v0"), Copy("90", "m1v0 m1v0", Here)]), static found => found.Kind == Violation.Loop);

    [Fact]
    public void An_edit_that_did_not_arrive_is_missed()
    {
        var said = One();
        said.Version = 1;

        Assert.Contains(Check(said, [Row()], [Copy("70", "m1v0 m1v0")]), static found => found.Kind == Violation.ChangeMissing);
        Assert.Empty(Check(said, [Row()], [Copy("70", "m1v0 m1v0") with { Last = "m1v1 m1v1" }]));
    }

    [Fact]
    public void A_deletion_that_did_not_arrive_is_missed()
    {
        var said = One();
        said.IsDeleted = true;

        Assert.Contains(Check(said, [Row()], [Copy("70", "m1v0 m1v0")]), static found => found.Kind == Violation.ChangeMissing);
        Assert.Empty(Check(said, [Row()], [Copy("70", "m1v0 m1v0") with { Last = null }]));
    }

    [Fact]
    public void Copies_that_overtake_each_other_are_found()
    {
        var second = new Guid("00000000-0000-0000-0000-000000000002");
        var evidence = Evidence(One(), [Row(), Row() with { MessageId = second, ExternalId = "71" }], [Copy("71", "m2v0"), Copy("70", "m1v0 m1v0")]);

        var found = ChatChecker.Check(evidence with
        {
            Said = [One(), new Said(2, Here, "12")],
            Messages = new Dictionary<(string, string), Guid> { [(Here.ExternalId, "11")] = First, [(Here.ExternalId, "12")] = second },
        });

        Assert.Contains(found, static one => one.Kind == Violation.RelayOrder);
    }

    private static Said One() => new(1, Here, "11") { Words = 2 };

    private static StoredCopy Row() => new(First, There.ExternalId, 0, "70", PossibleDuplicate: false, "sent", null);

    private static Arrival Copy(string id, string text, ChatPlace? place = null) => new((place ?? There).ExternalId, id, text, text);

    private static IReadOnlyList<Violation> Check(Said said, StoredCopy[] rows, Arrival[] arrivals) => ChatChecker.Check(Evidence(said, rows, arrivals));

    private static ChatEvidence Evidence(Said said, StoredCopy[] rows, Arrival[] arrivals) => new(
        [said], new Dictionary<(string, string), Guid> { [(said.Place.ExternalId, said.Id)] = First }, rows.ToLookup(static row => row.MessageId), arrivals, [], []);
}
