using System.Globalization;

namespace Vespid.Tests.Fuzz;

/// <summary>What to try.</summary>
/// <param name="Cases">How many cases, all levels together.</param>
/// <param name="Seed">Makes them.</param>
/// <param name="Replay">Level and number of one case; null for all.</param>
internal sealed record FuzzArguments(int Cases = FuzzArguments.CasesOfTests, int Seed = FuzzArguments.SeedOfTests, (string Level, long Case)? Replay = null)
{
    public const int CasesOfTests = 200_000;
    public const int SeedOfTests = 20260;
    public const string Usage = "Options: --cases N (100 or more), --seed S, --replay LEVEL:CASE, where LEVEL is adapters, ingress or control.";

    /// <summary>Null when they cannot be read.</summary>
    public static FuzzArguments? Read(IReadOnlyList<string> words)
    {
        var arguments = new FuzzArguments();
        for (var i = 0; i + 1 < words.Count; i += 2)
        {
            var value = words[i + 1];
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
            switch (words[i])
            {
                case "--cases" when number >= 100:
                    arguments = arguments with { Cases = number };
                    break;
                case "--seed" when number >= 0:
                    arguments = arguments with { Seed = number };
                    break;
                case "--replay" when value.Split(':') is ["adapters" or "ingress" or "control", var at] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen):
                    arguments = arguments with { Replay = (value.Split(':')[0], chosen) };
                    break;
                default:
                    return null;
            }
        }

        return words.Count % 2 == 0 ? arguments : null;
    }
}
