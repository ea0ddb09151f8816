using System.CommandLine;
using System.Text.Json;
using Vespid.Storage.Restore;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid restore</c>: what waits after an older backup was restored, and an operator's word on it.</summary>
internal static class RestoreCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private delegate Task<RestoreCounts> Change(IRestoreHolds holds, RestoreSelection selection, string reason, CancellationToken cancellationToken);

    public static Command Create() => new("restore", "What waits for an operator after an older backup was restored.")
    {
        StatusCommand(),
        ChangeCommand(
            "release", "Lets what waits go on; entries are marked as possible duplicates.", "released",
            (holds, selection, reason, cancellationToken) => holds.ReleaseAsync(selection, Environment.UserName, reason, cancellationToken: cancellationToken)),
        ChangeCommand(
            "discard", "Ends what waits without sending it.", "discarded",
            (holds, selection, reason, cancellationToken) => holds.DiscardAsync(selection, Environment.UserName, reason, cancellationToken: cancellationToken)),
        HoldCommand(),
    };

    private static Command StatusCommand()
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var command = new Command("status", "Shows what waits. Exit code 1 when something does.") { envFile, json };
        command.SetAction((arguments, cancellationToken) => WithHoldsAsync(
            arguments.GetValue(envFile),
            async holds =>
            {
                var status = await holds.StatusAsync(cancellationToken);
                Console.Out.WriteLine(arguments.GetValue(json) ? JsonSerializer.Serialize(status, Web) : Text(status));
                return status.Held.Total == 0 ? ExitCodes.Ok : ExitCodes.Failed;
            },
            cancellationToken));
        return command;
    }

    private static Command ChangeCommand(string name, string description, string done, Change change)
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var what = new Option<string?>("--what") { Description = "Only one part: outbox, runs or alerts." };
        what.AcceptOnlyFromAmong([.. RestoreSelection.Words]);
        var organization = new Option<Guid?>("--organization") { Description = "Only of this organisation." };
        var reason = new Option<string>("--reason") { Description = "Why; stands in the audit trail.", Required = true };
        var command = new Command(name, description) { what, organization, reason, envFile, json };
        command.SetAction((arguments, cancellationToken) => WithHoldsAsync(
            arguments.GetValue(envFile),
            async holds =>
            {
                var selection = RestoreSelection.Of(arguments.GetValue(what), arguments.GetValue(organization));
                var counts = await change(holds, selection, arguments.GetValue(reason)!, cancellationToken);
                Console.Out.WriteLine(arguments.GetValue(json) ? JsonSerializer.Serialize(counts, Web) : $"{Text(counts)} {done}.");
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Command HoldCommand()
    {
        var envFile = CommonOptions.EnvFile();
        var reason = new Option<string>("--reason") { Description = "Why; stands in the audit trail.", Required = true };
        var command = new Command("hold", "Holds everything that is open now: for a restore that shows in nothing, before the first start.") { reason, envFile };
        command.SetAction((arguments, cancellationToken) => WithHoldsAsync(
            arguments.GetValue(envFile),
            async holds =>
            {
                var hold = await holds.HoldAsync(Environment.UserName, arguments.GetValue(reason)!, cancellationToken);
                Console.Out.WriteLine($"{Text(new RestoreCounts(hold.OutboxEntries, hold.Runs, hold.Alerts))} held.");
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> WithHoldsAsync(string? envFile, Func<IRestoreHolds, Task<int>> work, CancellationToken cancellationToken) =>
        CommonOptions.ReadSettings(envFile) is { } settings
            ? await StorageSession.RunAsync(settings, provider => work(provider.GetRequiredService<IRestoreHolds>()), cancellationToken)
            : ExitCodes.BadConfiguration;

    private static string Text(RestoreCounts counts) => $"{counts.OutboxEntries} outbox entries, {counts.Runs} runs and {counts.Alerts} alerts";

    private static string Text(RestoreStatus status) => string.Join(
        Environment.NewLine,
        [
            status.Held.Total == 0 ? "Nothing waits." : $"{Text(status.Held)} wait for release or discard.",
            .. status.Groups.Select(group => $"  {group.OrganizationId} {group.What} {group.Kind}: {group.Count} since {group.Oldest:u}"),
            .. status.Holds.Select(hold =>
                $"Hold {hold.HeldAt:u} ({hold.Cause}): {Text(new RestoreCounts(hold.OutboxEntries, hold.Runs, hold.Alerts))}; {(hold.EndedAt is { } ended ? $"ended {ended:u}{(hold.EndedBy is null ? "" : " by " + hold.EndedBy)}" : "open")}"),
        ]);
}
