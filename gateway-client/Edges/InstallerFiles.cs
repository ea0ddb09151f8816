using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Gateway.Edges;

/// <summary>The files of <c>ops/edge</c>, which are part of the program: a host installs what belongs to the version it reports to.</summary>
internal sealed class InstallerFiles
{
    private const string Prefix = "edge/";
    private const string Installer = "install.sh";
    private const string Sums = "SHA256SUMS";

    /// <summary>The installer's name in the releases of the original.</summary>
    private const string InstallerAlias = "partner-edge-installer.sh";

    private readonly FrozenDictionary<string, InstallerFile> _files;

    public InstallerFiles()
    {
        var files = new Dictionary<string, InstallerFile>(StringComparer.Ordinal);
        var assembly = typeof(InstallerFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            // The build names folders with the separator of the machine it runs on.
            files[resource[Prefix.Length..].Replace('\\', '/')] = InstallerFile.Of(content);
        }

        if (files.TryGetValue(Installer, out var installer))
            files[InstallerAlias] = installer;
        files[Sums] = InstallerFile.Of(Encoding.UTF8.GetBytes(string.Concat(
            files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value.Sha256}  {file.Key}\n"))));
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Names => _files.Keys;

    public InstallerFile? Find(string name) => _files.GetValueOrDefault(name);
}

/// <summary>A file.</summary>
/// <param name="Content">Bytes.</param>
/// <param name="Sha256">Of them, in lower-case hex.</param>
internal sealed record InstallerFile(byte[] Content, string Sha256)
{
    public static InstallerFile Of(byte[] content) => new(content, Convert.ToHexStringLower(SHA256.HashData(content)));
}
