using System.Text.Json.Nodes;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>What the image and the pages on installing make: a folder with the program and its scripts.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vespid-release-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_published_folder_starts_by_its_own_launcher()
    {
        var release = Path.Combine(_folder.FullName, "0123456789ab");
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var publish = await Tool.RunAsync(
            Environment.ProcessPath!, "publish", RepositoryRoot.At("silo", "vespid.csproj"), "-c", configuration, "--no-build", "--nologo", "-v", "quiet", "-o", release);
        publish.Ends(0);
        (await Tool.RunAsync("cp", "-r", RepositoryRoot.At("ops"), RepositoryRoot.At(".env.example"), release)).Ends(0);
        Assert.Empty(Directory.EnumerateFiles(release, "*.lock.json"));

        var settings = Path.Combine(_folder.FullName, "settings");
        await File.WriteAllTextAsync(settings, "VESPID_ENV=production\nSECRETS_KEK_ID=kek-1\n");
        var secrets = Directory.CreateDirectory(Path.Combine(_folder.FullName, "secrets")).FullName;
        foreach (var name in (string[])["AUTH_TOKEN_SECRET", "REFRESH_TOKEN_SECRET", "INTERNAL_API_SERVICE_TOKEN"])
            await File.WriteAllTextAsync(Path.Combine(secrets, name), "0123456789abcdef0123456789abcdef0123456789abcdef");
        await File.WriteAllTextAsync(Path.Combine(secrets, "SECRETS_KEK_BASE64"), Convert.ToBase64String(new byte[32]) + "\n");
        await File.WriteAllTextAsync(Path.Combine(secrets, "DATABASE_URL"), "postgres://vespid:password@127.0.0.1/vespid\n");
        var env = Path.Combine(_folder.FullName, "env");
        (await Tool.RunAsync(Path.Combine(release, "ops", "render-env.sh"), "--settings", settings, "--secrets", secrets, "--out", env)).Ends(0);

        var root = new Dictionary<string, string> { ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath!)! };
        var check = await Tool.RunAsync(root, Path.Combine(release, "ops", "start.sh"), "production", "--env-file", env, "--check-config");
        Assert.Contains("config.valid: env=production", check.Ends(0).Errors, StringComparison.Ordinal);
        var json = (await Tool.RunAsync(root, Path.Combine(release, "vespid"), "check-config", "--env-file", env, "--strict", "--json")).Ends(0);
        Assert.True((bool)JsonNode.Parse(json.Output)!["ok"]!);
    }
}
