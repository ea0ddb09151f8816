namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>A negative control: a sabotaged host, the faults that bring its guilt to light, and what the check must find.</summary>
/// <param name="Name">Of the sabotage.</param>
/// <param name="Schedule">A few faults, all of which are played.</param>
/// <param name="Violation">Kind of violation that must be among those found.</param>
internal sealed record Control(string Name, Schedule Schedule, string Violation)
{
    private static readonly Fault Kill = new KillActive(TimeSpan.FromMilliseconds(200));
    private static readonly Fault Repeat = new RepeatDeliveries(30, Seed: 1);

    public static IReadOnlyList<Control> All { get; } =
    [
        new("ack-before-commit", Faults([Kill, Kill]), Checking.Violation.Lost),
        new("no-dedupe-key", Faults([], [Repeat, Repeat, Repeat]), Checking.Violation.StoredTwice),
        new("no-epoch-check", Faults([new PauseActive(TimeSpan.FromSeconds(6))]), Checking.Violation.Intrusion),
        new("cursor-before-messages", Faults([Kill, Kill]), Checking.Violation.Lost),
    ];

    private static Schedule Faults(Fault[] processes, Fault[]? vendors = null) => new(Steps(processes), Steps(vendors ?? []));

    private static IReadOnlyList<Step> Steps(Fault[] faults) => [.. faults.Select(fault => new Step(TimeSpan.FromSeconds(2), fault))];
}
