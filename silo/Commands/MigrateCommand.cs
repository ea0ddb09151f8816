using System.CommandLine;
using System.Text.Json;
using Vespid.Storage.Migrations;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid migrate</c>: brings the schema to what this binary knows, and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var command = new Command("migrate", "Applies the schema steps that are missing. Exit code 3 when the schema needs a newer binary.") { envFile, json };
        command.SetAction((arguments, cancellationToken) => MigrateAsync(arguments.GetValue(envFile), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> MigrateAsync(string? envFile, bool json, CancellationToken cancellationToken) =>
        CommonOptions.ReadSettings(envFile) is { } settings
            ? await StorageSession.RunAsync(
                settings,
                async provider =>
                {
                    var applied = await provider.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
                    Console.Out.WriteLine(json
                        ? JsonSerializer.Serialize(new { applied = applied.Select(step => step.Name) })
                        : applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied.Select(step => step.Name))}");
                    return ExitCodes.Ok;
                },
                cancellationToken)
            : ExitCodes.BadConfiguration;
}
