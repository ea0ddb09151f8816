using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>Launcher, gates and units are sound before anybody needs them.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
    [
        .. Directory.EnumerateFiles(RepositoryRoot.At("ops"), "*.sh", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(RepositoryRoot.At("tests", "smoke"), "*.sh"))
            .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path))
            .Where(path => !path.StartsWith("ops/edge/", StringComparison.Ordinal) && path != "ops/prepare.sh")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Each_is_one_for_any_posix_shell_and_can_be_started(string script)
    {
        (await Tool.RunAsync("dash", "-n", RepositoryRoot.At(script))).Ends(0);
        Assert.StartsWith("#!/bin/sh\n", await File.ReadAllTextAsync(RepositoryRoot.At(script)), StringComparison.Ordinal);
        Assert.True(File.GetUnixFileMode(RepositoryRoot.At(script)).HasFlag(UnixFileMode.UserExecute), $"{script} is not executable");
    }

    [ToolTheory("shellcheck")]
    [MemberData(nameof(Scripts))]
    public async Task Shellcheck_has_nothing_to_say(string script) =>
        Assert.Equal("", (await Tool.RunAsync("shellcheck", "--shell=sh", RepositoryRoot.At(script))).Output);

    [Fact]
    public void The_seeds_name_of_the_launcher_leads_to_it() =>
        Assert.Equal("start.sh", new FileInfo(RepositoryRoot.At("ops", "uv_start.sh")).LinkTarget);

    [ToolTheory("systemd-analyze")]
    [InlineData("vespid.service")]
    [InlineData("vespid@.service")]
    public async Task Systemd_takes_the_unit_and_kills_what_has_not_stopped_in_30_seconds(string unit)
    {
        var text = await File.ReadAllTextAsync(RepositoryRoot.At("ops", "systemd", unit));
        Assert.Contains("\nTimeoutStopSec=30\n", text, StringComparison.Ordinal);
        Assert.Contains("\nStartLimitIntervalSec=15min\nStartLimitBurst=5\n", text, StringComparison.Ordinal);
        Assert.Contains("VESPID_DRAIN_SEC=25", text, StringComparison.Ordinal);

        // As installed, with the checkout in the place of /opt/vespid/current: systemd looks whether the programs are there.
        var folder = Directory.CreateTempSubdirectory("vespid-units-");
        try
        {
            var installed = Path.Combine(folder.FullName, unit.Replace("@.", "@active.", StringComparison.Ordinal));
            await File.WriteAllTextAsync(installed, text.Replace("/opt/vespid/current", RepositoryRoot.Path, StringComparison.Ordinal));
            var verified = await Tool.RunAsync("systemd-analyze", "verify", installed);
            Assert.DoesNotContain(unit.Split('.', '@')[0], verified.Ends(0).Errors, StringComparison.Ordinal);

            await File.AppendAllTextAsync(installed, "[Service]\nTimeoutStopSecs=30\n");
            Assert.Contains("TimeoutStopSecs", (await Tool.RunAsync("systemd-analyze", "verify", installed)).Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
