using Vespid.Tests.Chaos.Nemesis;

namespace Vespid.Tests.Chaos;

/// <summary>What is run.</summary>
/// <param name="Seed">Decides the schedule, its parameters, and the messages.</param>
/// <param name="Seconds">How long faults are begun and messages offered.</param>
/// <param name="Rate">Messages offered a second.</param>
/// <param name="Control">A sabotaged host with a schedule of its own; null for the program itself.</param>
/// <param name="TakeOverLimit">Longest that a take-over after kill -9 may last; null to measure only.</param>
/// <param name="Silos">How many silos work side by side, which needs a build on Orleans' packages; 0 for a writer and its standby.</param>
/// <param name="Folder">Where the journal goes, and when a promise was broken all logs.</param>
internal sealed record RunSettings(int Seed, int Seconds, double Rate, Control? Control, TimeSpan? TakeOverLimit, int Silos, string Folder)
{
    /// <summary>The command that does the same again.</summary>
    public string Replay => ReplayCommand.Of($"--seed {Seed} --seconds {Seconds} --rate {Rate}{(Control is null ? "" : $" --control {Control.Name}")}", Silos);
}
