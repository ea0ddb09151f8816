using System.Security.Cryptography;
using System.Text;
using Vespid.Gateway.Edges;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>The program carries the files of <c>ops/edge</c> as they lie there.</summary>
public sealed class InstallerFilesTests
{
    [Fact]
    public void Every_file_is_there_as_it_lies_in_the_tree_with_its_checksum_in_the_list()
    {
        var files = new InstallerFiles();
        var folder = Path.Combine(RepositoryRoot.Path, "ops", "edge");
        var sums = Encoding.UTF8.GetString(files.Find("SHA256SUMS")!.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).ToList();

        Assert.Contains("install.sh", paths);
        Assert.All(paths, path =>
        {
            var content = File.ReadAllBytes(Path.Combine(folder, path));
            Assert.Equal(content, files.Find(path)!.Content);
            Assert.Contains($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {path}", sums);
        });
        Assert.Equal(paths.Concat(["SHA256SUMS", "partner-edge-installer.sh"]).Order(StringComparer.Ordinal), files.Names.Order(StringComparer.Ordinal));
        Assert.Equal(files.Find("install.sh")!.Content, files.Find("partner-edge-installer.sh")!.Content);
    }
}
