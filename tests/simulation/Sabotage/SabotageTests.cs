using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>The simulation can fail: a bug put into the hosts on purpose is found.</summary>
public sealed class SabotageTests
{
    public static TheoryData<string, int, string> Defects => new()
    {
        { nameof(AcknowledgesBeforeCommit), 200, "was acknowledged and is not stored" },
        { nameof(ForgetsDedupeKeys), 200, "is stored twice" },
        { nameof(ForgetsLaneResults), 200, "was sent again" },
        { nameof(SendsBeforeTheMark), 200, "was sent while it was" },
        { nameof(RunsInAnotherCommit), 200, "is stored without its" },
        { nameof(ForgetsDependencies), 200, "and the account says" },
        { nameof(IgnoresTheLease), 1000, "whose lease had run out" },
        { nameof(LeavesTheFenceOpen), 1000, "was the writer's" },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_is_found(string name, int seeds, string violation)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            var defect = (Defect)Activator.CreateInstance(typeof(Defect).Assembly.GetType($"{typeof(Defect).Namespace}.{name}", throwOnError: true)!)!;
            if (Runner.RunOne((ulong)seed, defect).Violations.Any(found => found.Contains(violation, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"{name} was not found in {seeds} runs.");
    }
}
