using System.Globalization;
using FsCheck;

namespace Vespid.Tests;

/// <summary>
/// Tries properties on values that are the same each time, so that a run tells the same of the same code. <c>VESPID_PROPERTY_ROUNDS</c> asks for new values, so
/// many times as many.
/// </summary>
internal static class Properties
{
    // Any seed does; the second has to be odd.
    private const ulong Seed = 20260;
    private const ulong Gamma = 3;

    /// <param name="property">What holds.</param>
    /// <param name="tests">Values of one round.</param>
    public static void Check(Property property, int tests)
    {
        var config = Environment.GetEnvironmentVariable("VESPID_PROPERTY_ROUNDS") is { Length: > 0 } rounds
            ? Config.QuickThrowOnFailure.WithMaxTest(tests * int.Parse(rounds, CultureInfo.InvariantCulture))
            : Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(Seed, Gamma);
        FsCheck.Check.One(config, property);
    }
}
