using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid inspect-queue</c>: what waits in the outbox and for agents.</summary>
internal static class InspectQueueCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var max = new Option<int>("--max") { Description = "Most lanes and runs to list, 1 to 1000.", DefaultValueFactory = _ => 20 };
        var command = new Command("inspect-queue", "Shows what waits: outbox lanes, dead letters, unclaimed work.") { envFile, json, max };
        command.SetAction((arguments, cancellationToken) =>
            InspectAsync(arguments.GetValue(envFile), arguments.GetValue(json), Math.Clamp(arguments.GetValue(max), 1, 1000), cancellationToken));
        return command;
    }

    private static async Task<int> InspectAsync(string? envFile, bool json, int max, CancellationToken cancellationToken) =>
        CommonOptions.ReadSettings(envFile) is { } settings
            ? await StorageSession.RunAsync(
                settings,
                async provider =>
                {
                    var found = await provider.GetRequiredService<IRuntimeQueries>().InspectQueueAsync(max, cancellationToken);
                    if (json)
                        Console.Out.WriteLine(JsonSerializer.Serialize(found, Web));
                    else
                        Show(found);
                    return ExitCodes.Ok;
                },
                cancellationToken)
            : ExitCodes.BadConfiguration;

    private static void Show(QueueInspection found)
    {
        var terminal = Terminal.Create();
        var gauges = found.Gauges;
        Console.Out.WriteLine($"outbox {gauges.OutboxBacklog}, oldest due {Age(gauges.OldestDueLaneAge)}; dead letters {gauges.DeadLetters}");
        Console.Out.WriteLine($"work {gauges.WorkDepth} queued, {gauges.RunsInProgress} in progress, {gauges.HeldBackRuns} held back; oldest unclaimed {Age(gauges.OldestUnclaimedAge)}");

        var lanes = new Table().AddColumns("lane", "open", "first", "due in", "oldest");
        foreach (var lane in found.Lanes)
            lanes.AddRow(Markup.Escape(lane.LaneKey), $"{lane.Open}", lane.HeadStatus, Age(lane.HeadDueIn), Age(lane.OldestAge));
        terminal.Write(lanes);

        var runs = new Table().AddColumns("run", "kind", "status", "attempts", "created");
        foreach (var run in found.Runs)
            runs.AddRow($"{run.Id}", run.Kind, run.Status, $"{run.AttemptCount}/{run.MaxAttempts}", $"{run.CreatedAt:u}");
        terminal.Write(runs);
    }

    private static string Age(TimeSpan? age) => age is { } known ? $"{known.TotalSeconds:F1} s" : "-";
}
