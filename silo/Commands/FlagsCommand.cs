using System.CommandLine;
using System.Text.Json;
using Vespid.Silo.Flags;
using Vespid.Storage.Flags;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid flags</c>: lists the flags of the table; <c>vespid flags set NAME on|off</c> sets one. It holds within 5 s.</summary>
internal static class FlagsCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var command = new Command("flags", "Lists the runtime flags of the database.") { envFile, json };
        command.SetAction((arguments, cancellationToken) => ListAsync(arguments.GetValue(envFile), arguments.GetValue(json), cancellationToken));
        command.Add(SetCommand());
        return command;
    }

    private static Command SetCommand()
    {
        var envFile = CommonOptions.EnvFile();
        var name = new Argument<string>("name") { Description = "CHANNEL_RUNTIME_ENABLED or CHANNEL_<ID>_ENABLED." };
        var value = new Argument<string>("value") { Description = "on or off." };
        value.AcceptOnlyFromAmong("on", "off");
        var reason = new Option<string?>("--reason") { Description = "Shown to operators." };
        var command = new Command("set", "Sets a flag; off in any source wins.") { name, value, reason, envFile };
        command.SetAction((arguments, cancellationToken) =>
            SetAsync(arguments.GetValue(envFile), arguments.GetValue(name)!, arguments.GetValue(value) == "on", arguments.GetValue(reason), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(string? envFile, bool json, CancellationToken cancellationToken) =>
        CommonOptions.ReadSettings(envFile) is { } settings
            ? await StorageSession.RunAsync(
                settings,
                async provider =>
                {
                    var flags = await provider.GetRequiredService<IRuntimeQueries>().FlagsAsync(cancellationToken);
                    if (json)
                        Console.Out.WriteLine(JsonSerializer.Serialize(flags, Web));
                    else if (flags.Count == 0)
                        Console.Out.WriteLine("No flag is set in the database; the environment decides.");
                    foreach (var flag in json ? [] : flags)
                        Console.Out.WriteLine($"{flag.Name} {(flag.Enabled ? "on" : "off")} since {flag.UpdatedAt:u} by {flag.UpdatedBy}{(flag.Reason is null ? "" : ": " + flag.Reason)}");
                    return ExitCodes.Ok;
                },
                cancellationToken)
            : ExitCodes.BadConfiguration;

    private static async Task<int> SetAsync(string? envFile, string name, bool enabled, string? reason, CancellationToken cancellationToken)
    {
        if (!FlagSources.Names.Contains(name, StringComparer.Ordinal))
        {
            await Console.Error.WriteLineAsync($"{name} is no flag; there are {FlagSources.Runtime} and CHANNEL_<ID>_ENABLED for each channel id.");
            return ExitCodes.BadConfiguration;
        }

        if (CommonOptions.ReadSettings(envFile) is not { } settings)
            return ExitCodes.BadConfiguration;
        return await StorageSession.RunAsync(
            settings,
            async provider =>
            {
                await provider.GetRequiredService<FlagStore>().SetAsync(provider.Ids().NewId(), name, enabled, reason, Environment.UserName, cancellationToken);
                Console.Out.WriteLine($"{name} is {(enabled ? "on" : "off")} within 5 s.");
                return ExitCodes.Ok;
            },
            cancellationToken);
    }
}
