namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>A script that has ended.</summary>
/// <param name="ExitCode">As documented in its header.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ScriptResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Itself, once the code is the one that was meant.</summary>
    public ScriptResult Ends(int code)
    {
        Assert.True(ExitCode == code, $"Ended with {ExitCode} instead of {code}:\n{Output}\n{Errors}");
        return this;
    }
}
