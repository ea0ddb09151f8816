using Vespid.Silo.Configuration;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>Settings from version control and secrets from a vault become the one file that a process reads.</summary>
public sealed class RenderEnvTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-render-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_has_both_for_its_owner_and_group_only_and_a_checksum()
    {
        Write("settings.env", "# of production\nVESPID_ENV=production\nexport VESPID_LOG_LEVEL=Warning\nCHANNEL_SLACK_ENABLED=off\n");
        Write("secrets/AUTH_TOKEN_SECRET", "a \"quoted\" $HOME `secret` #1\n");
        Write("secrets/DATABASE_URL", "postgres://vespid:it's@db/vespid");

        var rendered = (await RenderAsync()).Ends(0);

        var values = EnvFile.Parse(await File.ReadAllTextAsync(Out));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["VESPID_ENV"] = "production",
                ["VESPID_LOG_LEVEL"] = "Warning",
                ["CHANNEL_SLACK_ENABLED"] = "off",
                ["AUTH_TOKEN_SECRET"] = "a \"quoted\" $HOME `secret` #1",
                ["DATABASE_URL"] = "postgres://vespid:it's@db/vespid",
            },
            values);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Out));
        Assert.Equal((await Tool.RunAsync("sha256sum", Out)).Output.Split(' ')[0], rendered.Output.Trim());
        (await Tool.RunAsync("sh", "-c", $"cd '{_folder.FullName}' && sha256sum --status -c out.env.sha256")).Ends(0);
        Assert.DoesNotContain("quoted", rendered.Output + rendered.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings.env", "VESPID_ENVIRONMENT=production\n", "VESPID_ENVIRONMENT")]
    [InlineData("secrets/AUTH_SECRET", "x", "AUTH_SECRET is not in")]
    [InlineData("secrets/VESPID_ENV", "local", "VESPID_ENV stands in")]
    [InlineData("secrets/TG_TOKEN", "one\ntwo\n", "more than one line")]
    public async Task What_nobody_reads_stands_twice_or_is_no_value_is_refused(string file, string text, string says)
    {
        Write("settings.env", "VESPID_ENV=production\n");
        Write("secrets/AUTH_TOKEN_SECRET", "secret");
        Write(file, text);

        Assert.Contains(says, (await RenderAsync()).Ends(1).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
        Assert.Empty(_folder.EnumerateFiles(".env.*"));
    }

    private string Out => Path.Combine(_folder.FullName, "out.env");

    private Task<Outcome> RenderAsync() => Tool.RunAsync(
        RepositoryRoot.At("ops", "render-env.sh"), "--settings", Path.Combine(_folder.FullName, "settings.env"), "--secrets", Path.Combine(_folder.FullName, "secrets"), "--out", Out);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
