using System.CommandLine;
using System.Text.Json;
using Vespid.Silo.Deployment;
using Vespid.Storage.Deployments;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid deploy</c>: what was deployed by whom, what the gates say of the next step, and the evidence of both.</summary>
internal static class DeployCommand
{
    private const int MostShown = 1_000;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create() => new("deploy", "Deployment records, promotion gates and the evidence report.")
    {
        DeployRecordCommand.Create(), ShowCommand(), DeployGateCommand.Create(), ReportCommand(),
    };

    private static Command ShowCommand()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var id = new Argument<Guid?>("id") { Description = "Only this record.", Arity = ArgumentArity.ZeroOrOne };
        var last = new Option<int>("--last") { Description = "How many records, from the newest; 1 to 1000.", DefaultValueFactory = _ => 20 };
        var command = new Command("show", "Shows records and checks that none was changed or removed. Exit code 1 when one was.") { id, last, envFile, json };
        command.SetAction((arguments, cancellationToken) => WithStoreAsync(
            arguments.GetValue(envFile),
            async store =>
            {
                var records = arguments.GetValue(id) is { } one
                    ? await store.FindAsync(one, cancellationToken) is { } found ? [found] : []
                    : await store.ListAsync(null, arguments.GetValue(last), cancellationToken);
                var broken = await store.FirstBrokenAsync(cancellationToken);
                if (arguments.GetValue(json))
                    Console.Out.WriteLine(JsonSerializer.Serialize(new { brokenAt = broken, records }, Web));
                else
                    Console.Out.WriteLine(string.Join(Environment.NewLine, [.. records.Select(DeploymentText.Line), DeploymentText.Chain(broken)]));
                return broken is null && (records.Count > 0 || arguments.GetValue(id) is null) ? ExitCodes.Ok : ExitCodes.Failed;
            },
            cancellationToken));
        return command;
    }

    private static Command ReportCommand()
    {
        var envFile = CommonOptions.EnvFile();
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only records from this time on." };
        var output = new Option<string?>("--out") { Description = "File to write instead of standard output." };
        var command = new Command("report", "The evidence as Markdown: records, gates, and whether the chain holds. Exit code 1 when it does not.") { since, output, envFile };
        command.SetAction((arguments, cancellationToken) => WithStoreAsync(
            arguments.GetValue(envFile),
            async store =>
            {
                var broken = await store.FirstBrokenAsync(cancellationToken);
                var text = DeploymentText.Report(await store.ListAsync(arguments.GetValue(since), MostShown, cancellationToken), broken, TimeProvider.System.GetUtcNow());
                if (arguments.GetValue(output) is { } file)
                    await File.WriteAllTextAsync(file, text, cancellationToken);
                else
                    Console.Out.Write(text);
                return broken is null ? ExitCodes.Ok : ExitCodes.Failed;
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> WithStoreAsync(string? envFile, Func<DeploymentStore, Task<int>> work, CancellationToken cancellationToken) =>
        CommonOptions.ReadSettings(envFile) is { } settings
            ? await StorageSession.RunAsync(settings, provider => work(provider.GetRequiredService<DeploymentStore>()), cancellationToken)
            : ExitCodes.BadConfiguration;
}
