using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vespid.Grains.ChatOps;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid check-config</c>: reads and checks every setting, starts nothing.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var command = new Command("check-config", "Checks every setting and starts nothing. Exit code 2 when one is not valid.") { envFile, json };
        command.SetAction(arguments => Check(arguments.GetValue(envFile), arguments.GetValue(json)));
        return command;
    }

    private static int Check(string? envFile, bool json)
    {
        IReadOnlyList<string> rooms = [];
        var errors = Errors(envFile, ref rooms);
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { ok = errors.Count == 0, errors, rooms }));
        else
            Say(errors, rooms);
        return errors.Count == 0 ? ExitCodes.Ok : ExitCodes.BadConfiguration;
    }

    private static void Say(IReadOnlyList<string> errors, IReadOnlyList<string> rooms)
    {
        foreach (var line in rooms)
            Console.Out.WriteLine(line);
        if (errors.Count == 0)
            Console.Out.WriteLine("The configuration is valid.");
        else
            Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    }

    private static IReadOnlyList<string> Errors(string? envFile, ref IReadOnlyList<string> rooms)
    {
        try
        {
            var settings = HostSettings.Read(EnvironmentValues.Read(envFile), keepKeys: false);
            rooms = ChatOpsConfiguration.Describe(settings.ChatOps);
            return settings.Errors.Count > 0 ? settings.Errors : OptionErrors(settings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return [$"--env-file {envFile}: {fault.Message}"];
        }
    }

    /// <summary>What the options' own validators say, as at a start.</summary>
    private static IReadOnlyList<string> OptionErrors(HostSettings settings)
    {
        try
        {
            using var app = VespidHost.Build(settings) as IDisposable;
            ((WebApplication)app).Services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return OptionFaults.Of(fault);
        }
        catch (AggregateException faults)
        {
            return [.. faults.InnerExceptions.OfType<OptionsValidationException>().SelectMany(OptionFaults.Of)];
        }
    }
}
