using System.CommandLine;
using Vespid.Silo.Commands;

var root = new RootCommand("The channel runtime: channel accounts, conversations, rooms and edges as durable grains behind a thin HTTP gateway.")
{
    RunCommand.Create(),
    CheckConfigCommand.Create(),
    MigrateCommand.Create(),
    InspectQueueCommand.Create(),
    RestoreCommand.Create(),
    DeployCommand.Create(),
    FlagsCommand.Create(),
    SmokeCommand.Create(),
    LoadCommand.Create(),
    HealthcheckCommand.Create(),
    EdgesCommand.Create(),
    EdgesAlertsCommand.Create(),
    EdgesPartnersCommand.Create(),
    EdgesReceiversCommand.Create(),
};

// The host ends itself on SIGTERM, within its drain time; a second timer beside it would cut that short.
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? ExitCodes.BadConfiguration : exitCode;
