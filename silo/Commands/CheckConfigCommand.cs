using System.CommandLine;
using System.Text.Json;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid check-config</c>: reads and checks every setting, starts nothing.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var strict = new Option<bool>("--strict") { Description = "Names that mean nothing are errors." };
        var command = new Command("check-config", "Checks every setting and starts nothing. Exit code 2 when one is not valid.") { envFile, strict, json };
        command.SetAction(arguments => Check(arguments.GetValue(envFile), arguments.GetValue(strict), arguments.GetValue(json)));
        return command;
    }

    private static int Check(string? envFile, bool strict, bool json)
    {
        var review = ConfigReview.Of(envFile, strict, TimeProvider.System);
        if (json)
            Console.Out.WriteLine(Json(review, strict));
        else
            Print(review);
        return review.Errors.Count == 0 ? ExitCodes.Ok : ExitCodes.BadConfiguration;
    }

    private static string Json(ConfigReview review, bool strict) => JsonSerializer.Serialize(new
    {
        ok = review.Errors.Count == 0,
        env = review.Settings?.Facts.Environment,
        config_manifest_hash = review.Settings?.Facts.ConfigManifestHash,
        strict,
        errors = review.Errors,
        warnings = review.Warnings,
        rooms = review.Rooms,
    });

    private static void Print(ConfigReview review)
    {
        foreach (var line in review.Rooms)
            Console.Out.WriteLine(line);
        foreach (var warning in review.Warnings)
            Console.Error.WriteLine($"config.warning: {Reason(warning)}");
        foreach (var error in review.Errors)
            Console.Error.WriteLine($"config.invalid: {Reason(error)}");
        if (review.Errors.Count == 0)
            Console.Out.WriteLine($"config.valid: env={review.Settings!.Facts.Environment} config_manifest_hash={review.Settings.Facts.ConfigManifestHash}");
    }

    /// <summary><c>NAME: what is wrong with it</c>.</summary>
    private static string Reason(string fault) => ConfigReview.NameIn(fault) is var name && fault.StartsWith(name + ' ', StringComparison.Ordinal) && !name.StartsWith('-') ? $"{name}:{fault[name.Length..]}" : fault;
}
