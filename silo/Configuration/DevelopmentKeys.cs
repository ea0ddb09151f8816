using System.Security.Cryptography;
using System.Text.Json;

namespace Vespid.Silo.Configuration;

/// <summary>Keys that a development machine makes for itself on first start, in the data folder, readable by its owner only.</summary>
internal sealed record DevelopmentKeys(string AuthTokenSecret, string RefreshTokenSecret, string KeyEncryptionKey)
{
    private const string FileName = "development-keys.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static DevelopmentKeys LoadOrMake(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        // Two processes may start at once: the file appears whole or not at all, and the first one wins.
        if (!File.Exists(path))
        {
            var made = path + "." + Environment.ProcessId;
            var owned = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                owned.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(made, owned))
                JsonSerializer.Serialize(file, Make());
            try
            {
                File.Move(made, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(made);
            }
        }

        using var stored = File.OpenRead(path);
        return JsonSerializer.Deserialize<DevelopmentKeys>(stored) ?? throw new InvalidDataException($"{path} holds no keys; remove it to have new ones made.");
    }

    public static DevelopmentKeys Make() => new(Secret(), Secret(), Secret());

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
