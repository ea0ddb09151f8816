using Vespid.Silo.Commands;
using Vespid.Silo.Hosting;
using Vespid.Tests.Chaos.SabotagedHost;

// Argument: the name of the sabotage. Everything else comes from the environment, as with `vespid run`.
if (args is not [var name] || !Sabotages.All.TryGetValue(name, out var sabotage))
{
    await Console.Error.WriteLineAsync($"Name one of {string.Join(", ", Sabotages.All.Keys)}.");
    return ExitCodes.BadConfiguration;
}

if (CommonOptions.ReadSettings(null) is not { } settings)
    return ExitCodes.BadConfiguration;
settings.Host.Demo = false;
await using var app = VespidHost.Build(settings, sabotage);
await app.RunAsync();
return ExitCodes.Ok;
