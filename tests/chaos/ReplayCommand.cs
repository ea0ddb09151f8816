namespace Vespid.Tests.Chaos;

/// <summary>The command that does a run again.</summary>
internal static class ReplayCommand
{
    /// <param name="options">Those of the run.</param>
    /// <param name="silos">How many silos, which need the other build; 0 for a writer and its standby.</param>
    public static string Of(FormattableString options, int silos)
    {
        var text = FormattableString.Invariant(options);
        return silos == 0
            ? $"dotnet run --project tests/chaos -c Release -- {text}"
            : FormattableString.Invariant($"dotnet run --project tests/chaos -c Release -p:OrleansEngine=packages -- {text} --silos {silos}");
    }
}
