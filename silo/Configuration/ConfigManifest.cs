using System.Security.Cryptography;
using System.Text;
using Vespid.Silo.Flags;

namespace Vespid.Silo.Configuration;

/// <summary>
/// The settings of a deployment by name, and their SHA-256. Of a secret it says only that it is set, so it can be shown, stored and compared; what
/// tells one process of a deployment from another is left out, so that all of them have the same.
/// </summary>
/// <param name="Settings">Values by name, in the order of the names.</param>
/// <param name="Hash">64 hexadecimal digits.</param>
internal sealed record ConfigManifest(IReadOnlyDictionary<string, string> Settings, string Hash)
{
    /// <summary>Stands for the value of a secret.</summary>
    public const string Secret = "(set)";

    private static readonly string[] OfOneProcess =
    [
        "VESPID_PORT_OFFSET", "VESPID_ROLE", "VESPID_ADVERTISED_HOST", "VESPID_DATA_DIR", "VESPID_BUILD_SHA", "VESPID_IMAGE_DIGEST", "CONFIG_MANIFEST_HASH",
    ];

    public static ConfigManifest Of(EnvironmentValues environment)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, isSecret) in SettingCatalog.All.Select(setting => (setting.Name, setting.IsSecret)).Concat(FlagSources.Names.Select(name => (name, false))))
        {
            if (environment[name] is { } value && !OfOneProcess.Contains(name))
                settings[name] = isSecret ? Secret : value;
        }

        var text = string.Concat(settings.Select(setting => $"{setting.Key}={setting.Value}\n"));
        return new ConfigManifest(settings, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
