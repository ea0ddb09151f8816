namespace Vespid.Tests.Chaos.Checking;

/// <summary>Compares what happened with what is promised.</summary>
internal static class Checker
{
    public static IReadOnlyList<Violation> Check(Evidence evidence) =>
    [
        .. evidence.Seen,
        .. MessageRules.Lost(evidence),
        .. MessageRules.StoredOnce(evidence),
        .. RunRules.OncePerMatch(evidence),
        .. RunRules.TurnsInOrder(evidence),
        .. ReplyRules.AtLeastOnce(evidence),
        .. ReplyRules.InOrder(evidence),
        .. DuplicateRules.Marked(evidence),
        .. DuplicateRules.Explained(evidence),
        .. TakeOvers(evidence),
    ];

    private static IEnumerable<Violation> TakeOvers(Evidence evidence) => evidence.TakeOvers
        .Where(takeOver => takeOver.Cause == nameof(Nemesis.KillActive) && takeOver.Took > evidence.TakeOverLimit)
        .Select(takeOver => new Violation(Violation.TakeOver, $"{takeOver.Took.TotalSeconds:F2} s after kill -9"));
}
