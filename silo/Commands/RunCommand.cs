using System.CommandLine;
using Microsoft.Extensions.Options;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;
using Vespid.Storage.Migrations;
using Vespid.Storage.Server;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid run</c>: everything in one process, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var noDemo = new Option<bool>("--no-demo") { Description = "Make no demonstration on a first start." };
        var command = new Command("run", "Runs the gateway and the grains in one process.") { envFile, noDemo };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(envFile), arguments.GetValue(noDemo), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? envFile, bool noDemo, CancellationToken cancellationToken)
    {
        if (CommonOptions.ReadSettings(envFile) is not { } settings)
            return ExitCodes.BadConfiguration;
        settings.Host.Demo &= !noDemo;
        try
        {
            await using var app = VespidHost.Build(settings);
            await app.RunAsync(cancellationToken);
            return ExitCodes.Ok;
        }
        catch (OptionsValidationException fault)
        {
            foreach (var failure in OptionFaults.Of(fault))
                await Console.Error.WriteLineAsync(failure);
            return ExitCodes.BadConfiguration;
        }
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} Set VESPID_PORT_OFFSET for a second process on one machine.");
            return ExitCodes.Unreachable;
        }
        catch (Exception fault) when (fault is PrivatePostgresException or SchemaTooNewException or Npgsql.NpgsqlException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Unreachable;
        }
    }
}
