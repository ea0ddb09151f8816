using System.Security.Cryptography;
using System.Text;

namespace Vespid.Silo.Deployment;

/// <summary>One checksum of all lock files of the source tree: what the build was restored from.</summary>
internal static class LockFiles
{
    private const string Pattern = "packages.*.lock.json";

    /// <summary>SHA-256 over path and content of each file in the order of the paths, hexadecimal; empty when there are none.</summary>
    public static string Checksum(string source)
    {
        var files = Directory.EnumerateFiles(source, Pattern, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(path => (Path: path, Name: Path.GetRelativePath(source, path).Replace('\\', '/')))
            .Where(file => !file.Name.Split('/').Any(part => part is "bin" or "obj" or ".git"))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            return "";
        var list = string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)))}  {file.Name}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
    }
}
