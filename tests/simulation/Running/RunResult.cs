namespace Vespid.Tests.Simulation.Running;

/// <summary>How a run ended.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Hash">Of all its steps.</param>
/// <param name="Tally">Its numbers.</param>
/// <param name="Violations">What was promised and not kept.</param>
/// <param name="LastSteps">The end of its trace; empty unless something was violated.</param>
internal sealed record RunResult(ulong Seed, ulong Hash, Tally Tally, IReadOnlyList<string> Violations, IReadOnlyList<string> LastSteps)
{
    public override string ToString() => $"""
        Seed {Seed}: {string.Join(Environment.NewLine, Violations)}
        The last steps:
        {string.Join(Environment.NewLine, LastSteps)}
        Again: dotnet run --project tests/simulation -- {Options}--replay {Seed}
        """;

    /// <summary>What the command needs besides the seed.</summary>
    public string Options { get; init; } = "";
}
