using System.Diagnostics;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts() => [.. Directory.EnumerateFiles(RepositoryRoot.Scripts, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".sh", StringComparison.Ordinal) || File.ReadLines(file).First() == "#!/bin/sh")
        .Select(file => Path.GetRelativePath(RepositoryRoot.Scripts, file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Each_script_is_one_for_dash_and_asks_for_no_tool_an_edge_may_lack(string script)
    {
        var path = Path.Combine(RepositoryRoot.Scripts, script);
        using var dash = Process.Start("dash", ["-n", path]);
        await dash.WaitForExitAsync();
        Assert.Equal(0, dash.ExitCode);

        var code = File.ReadLines(path).Where(line => !line.TrimStart().StartsWith('#')).ToList();
        foreach (var word in (string[])["jq", "python", "python3", "perl", "bash", "eval", "wget", "flock"])
            Assert.DoesNotContain(code, line => line.Split([' ', '\t', '|', '(', ')', '"', '\'', ';', '&']).Contains(word));
    }

    [ShellcheckTheory]
    [MemberData(nameof(Scripts))]
    public async Task Shellcheck_has_nothing_to_say(string script)
    {
        // 2015: "a && b || c" is meant as it stands; 2034 and 2154: variables that another part sets or reads.
        using var check = Process.Start(new ProcessStartInfo(
            ShellcheckTheoryAttribute.Program, ["--shell=sh", "--exclude=SC2015,SC2034,SC2154", Path.Combine(RepositoryRoot.Scripts, script)]) { RedirectStandardOutput = true })!;
        var said = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();

        Assert.Equal("", said);
    }

    private sealed class ShellcheckTheoryAttribute : TheoryAttribute
    {
        public const string Program = "/usr/bin/shellcheck";

        public ShellcheckTheoryAttribute()
        {
            if (!File.Exists(Program))
                Skip = $"{Program} is not installed (apt-get install shellcheck)";
        }
    }
}
