using System.CommandLine;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Commands;

/// <summary>Options that several commands take, and what they do with them.</summary>
internal static class CommonOptions
{
    public static Option<string?> EnvFile() => new("--env-file") { Description = "File of NAME=value lines below the process's own variables; its flags are watched." };

    public static Option<bool> Json() => new("--json") { Description = "Answer as JSON." };

    /// <summary>Reads the settings; on a fault says it on standard error and gives null.</summary>
    public static HostSettings? ReadSettings(string? envFile)
    {
        try
        {
            var settings = HostSettings.Read(EnvironmentValues.Read(envFile));
            if (settings.Errors.Count == 0)
                return settings;
            foreach (var error in settings.Errors)
                Console.Error.WriteLine(error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine($"--env-file {envFile}: {fault.Message}");
        }

        return null;
    }
}
