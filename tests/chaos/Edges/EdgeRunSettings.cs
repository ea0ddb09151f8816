namespace Vespid.Tests.Chaos.Edges;

/// <summary>What is run.</summary>
/// <param name="Seed">Decides what edges do, when processes are killed and what vendors do.</param>
/// <param name="Seconds">How long that goes on.</param>
/// <param name="IsCascade">All edges fall at once instead, and no process is killed.</param>
/// <param name="Silos">How many silos work side by side, which needs a build on Orleans' packages; 0 for a writer and its standby.</param>
/// <param name="Folder">Where the journal goes, and when a promise was broken all logs.</param>
internal sealed record EdgeRunSettings(int Seed, int Seconds, bool IsCascade, int Silos, string Folder)
{
    private const int ShortRun = 60;

    public int Edges => IsCascade ? 200 : 40;

    /// <summary>kill -9 of the writer.</summary>
    public int Kills => IsCascade ? 0 : Math.Clamp(Seconds / 36, 1, 5);

    /// <summary>A short run has no time to wait for digests.</summary>
    public bool HasBreakers => Seconds >= ShortRun;

    public string Replay => ReplayCommand.Of($"--edges{(IsCascade ? " --cascade" : "")} --seed {Seed} --seconds {Seconds}", Silos);
}
