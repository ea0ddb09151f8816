namespace Vespid.Tests.Delivery.Support;

/// <summary>A program that has ended.</summary>
/// <param name="ExitCode">As documented.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Itself, once the code is the one that was meant.</summary>
    public Outcome Ends(int code)
    {
        Assert.True(ExitCode == code, $"Ended with {ExitCode} instead of {code}:\n{Output}\n{Errors}");
        return this;
    }
}
