using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>A pair is taken to another release one after the other, and back together.</summary>
public sealed class SwitchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-switch-");

    public SwitchTests()
    {
        foreach (var release in (string[])["old", "new"])
            Executable(Path.Combine(_folder.FullName, "releases", release, "ops", "start.sh"), "#!/bin/sh\n");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "current"), "releases/old");

        // In the place of systemd: a unit starts unless a file of its name says that it does not with what the link leads to.
        Executable(
            Path.Combine(_folder.FullName, "bin", "systemctl"),
            $"#!/bin/sh\nprintf '%s %s\\n' \"$*\" \"$(readlink '{_folder.FullName}/current')\" >>'{_folder.FullName}/log'\n! grep -qx \"$2 $(readlink '{_folder.FullName}/current')\" '{_folder.FullName}/sick' 2>/dev/null\n");
    }

    private string Current => new FileInfo(Path.Combine(_folder.FullName, "current")).LinkTarget!;

    private string[] Log => File.ReadAllLines(Path.Combine(_folder.FullName, "log"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_standby_goes_first_and_the_release_before_is_named()
    {
        var switched = (await SwitchAsync("new")).Ends(0);

        Assert.Equal("releases/new", Current);
        Assert.Equal(["restart vespid@standby releases/new", "restart vespid@active releases/new"], Log);
        Assert.Contains("Before: releases/old", switched.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standby", new[] { "restart vespid@standby releases/new", "restart vespid@standby releases/old" })]
    [InlineData("active", new[] { "restart vespid@standby releases/new", "restart vespid@active releases/new", "restart vespid@active releases/old", "restart vespid@standby releases/old" })]
    public async Task One_that_does_not_become_healthy_takes_all_back(string sick, string[] log)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "sick"), $"vespid@{sick} releases/new\n");

        Assert.Contains("Back on releases/old", (await SwitchAsync("new")).Ends(1).Errors, StringComparison.Ordinal);

        Assert.Equal("releases/old", Current);
        Assert.Equal(log, Log);
    }

    [Fact]
    public async Task A_release_that_is_not_there_changes_nothing()
    {
        (await SwitchAsync("newer")).Ends(2);
        (await SwitchAsync("../releases/new")).Ends(2);

        Assert.Equal("releases/old", Current);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "log")));
    }

    private Task<Outcome> SwitchAsync(string release) => Tool.RunAsync(
        new Dictionary<string, string> { ["VESPID_ROOT"] = _folder.FullName, ["PATH"] = $"{_folder.FullName}/bin:{Environment.GetEnvironmentVariable("PATH")}" },
        RepositoryRoot.At("ops", "switch.sh"), release);

    private static void Executable(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
