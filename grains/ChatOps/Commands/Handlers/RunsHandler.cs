using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Grains.ChatOps;

/// <summary><c>run</c>, <c>cancel</c>, <c>recent-runs</c> and <c>run-status</c>.</summary>
internal sealed class RunsHandler(IChatStore store, ChatOpsSettings settings) : ICommandHandler
{
    private const int Shown = 5;
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(24);

    public IReadOnlyList<string> Names { get; } = ["run", "cancel", "recent-runs", "run-status"];

    public Task<CommandResult> HandleAsync(CommandTurn turn) => turn.Name switch
    {
        "run" => StartAsync(turn),
        "cancel" => CancelAsync(turn),
        "run-status" => ShowAsync(turn),
        _ => ListAsync(turn),
    };

    public static string Line(ChatRunRecord run) =>
        $"{run.Mode} {run.RunId} {run.Status} changes={run.Changes?.ToString(CultureInfo.InvariantCulture) ?? "n/a"} delivered={run.Delivered?.ToString(CultureInfo.InvariantCulture) ?? "n/a"}"
        + (run.OutputUrl is null ? "" : " " + run.OutputUrl) + (run.Error is null ? "" : $" ({run.Error})");

    private async Task<CommandResult> StartAsync(CommandTurn turn)
    {
        var request = turn.Request;
        var mode = turn.Command.Arguments[0];
        if (settings.Run is null)
            return CommandResult.Failed("orchestrator_unavailable", "no pipeline is configured");
        var started = new CommandResult("run_started", "accepted", RichText.Plain($"run_started: {mode} {request.RunName}")) { RunName = request.RunName };
        if (await store.RunAsync(request.RunName) is not null)
            return started;
        if (await store.OpenRunAsync() is { } open)
            return Busy(open);
        var run = new RunRequest(request.RunGuid, request.RunName, mode, request.RoomId, request.Actor.Key, request.ActorName);
        return started with
        {
            Rows =
            [
                new ChatRunInsert(request.RunGuid, request.RunName, mode, request.RoomId, request.ActionId, request.Actor.Key, request.ActorName),
                new OutboxRow(
                    request.RunGuid, "chat-run/orchestrator", RelayKinds.Run, Guid.Empty, null, null, ChatJson.Write(run), TimeToLive, request.RunGuid, null, null, null),
            ],
            Missed = Busy(null),
        };
    }

    private static CommandResult Busy(ChatRunRecord? open) => new(
        "already_running", "blocked", RichText.Plain("already_running: " + (open is null ? "another run has just begun" : $"{open.Mode} {open.RunId} is {open.Status}")), "authorized");

    private async Task<CommandResult> CancelAsync(CommandTurn turn)
    {
        if (await store.RunAsync(turn.Command.Arguments[0]) is not { } run)
            return CommandResult.Failed("run_not_found", turn.Command.Arguments[0]);
        if (run.Status is not ("queued" or "running"))
            return CommandResult.Failed("run_ended", $"{run.RunId} is {run.Status}");
        if (run.Status == "running")
        {
            // Its end is written and announced by whoever runs it.
            return CommandResult.Done("cancel_requested", $"cancel_requested: {run.RunId}") with
            {
                Rows = [new ChatRunCancel(run.Id)],
                Missed = CommandResult.Failed("run_ended", run.RunId),
            };
        }

        return CommandResult.Done("cancelled", $"cancelled: {run.Mode} {run.RunId}") with
        {
            Rows = [new ChatRunEnd(run.Id, "cancelled", $"by {turn.Request.ActorName}", null, null, null)],
            Missed = CommandResult.Failed("run_ended", run.RunId),
        };
    }

    private async Task<CommandResult> ListAsync(CommandTurn turn)
    {
        var count = turn.Command.Arguments is [var given, ..] && int.TryParse(given, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, 20) : Shown;
        var runs = await store.RunsAsync(count);
        return CommandResult.Answer(runs.Count == 0 ? "No runs are recorded." : string.Join('\n', runs.Select(Line)));
    }

    private async Task<CommandResult> ShowAsync(CommandTurn turn) => await store.RunAsync(turn.Command.Arguments[0]) is { } run
        ? CommandResult.Answer(Line(run))
        : CommandResult.Failed("run_not_found", turn.Command.Arguments[0]);
}
