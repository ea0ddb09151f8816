using System.Globalization;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>What is run.</summary>
/// <param name="Seed">Decides what people say, when processes are killed and what platforms do.</param>
/// <param name="Seconds">How long that goes on.</param>
/// <param name="Kills">kill -9 of the writer.</param>
/// <param name="Folder">Where the configuration and the journal go, and when a promise was broken all logs.</param>
internal sealed record ChatRunSettings(int Seed, int Seconds, int Kills, string Folder)
{
    public string Replay => string.Create(
        CultureInfo.InvariantCulture, $"dotnet run --project tests/chaos -c Release -- --chatops --seed {Seed} --seconds {Seconds} --kills {Kills}");
}
