namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>What is run.</summary>
/// <param name="Seed">Decides what people say, when processes are killed and what platforms do.</param>
/// <param name="Seconds">How long that goes on.</param>
/// <param name="Kills">kill -9 of the writer.</param>
/// <param name="Silos">How many silos work side by side, which needs a build on Orleans' packages; 0 for a writer and its standby.</param>
/// <param name="Folder">Where the configuration and the journal go, and when a promise was broken all logs.</param>
internal sealed record ChatRunSettings(int Seed, int Seconds, int Kills, int Silos, string Folder)
{
    public string Replay => ReplayCommand.Of($"--chatops --seed {Seed} --seconds {Seconds} --kills {Kills}", Silos);
}
