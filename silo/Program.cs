using System.CommandLine;
using Vespid.Silo.Commands;

var root = new RootCommand("The channel runtime: channel accounts, conversations, rooms and edges as durable grains behind a thin HTTP gateway.")
{
    RunCommand.Create(),
    CheckConfigCommand.Create(),
    MigrateCommand.Create(),
    InspectQueueCommand.Create(),
    FlagsCommand.Create(),
    SmokeCommand.Create(),
    HealthcheckCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
