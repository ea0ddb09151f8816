using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;

namespace Vespid.Grains.ChatOps;

/// <summary>Authorise, record, run, answer. The answer, its record and what takes effect are one commit.</summary>
internal sealed partial class CommandPipeline(
    IEnumerable<ICommandBehavior> behaviors,
    IEnumerable<ICommandHandler> handlers,
    RoomSpeech speech,
    ControlCommits commits,
    ChatOpsMetrics metrics,
    ILogger<CommandPipeline> logger)
{
    private readonly ImmutableArray<ICommandBehavior> _behaviors = [.. behaviors];

    private readonly FrozenDictionary<string, ICommandHandler> _handlers =
        handlers.SelectMany(handler => handler.Names, (handler, name) => (name, handler)).ToFrozenDictionary(pair => pair.name, pair => pair.handler);

    /// <param name="request">The command.</param>
    /// <param name="binding">Where it was given; null when that is gone.</param>
    /// <param name="policy">Who may do what now.</param>
    /// <param name="isRepeat">It may have been carried out before.</param>
    public async Task RunAsync(CommandRequest request, ChatBinding? binding, ChatPolicy policy, bool isRepeat)
    {
        var turn = new CommandTurn(
            request,
            policy,
            new CommandPlace(request.RoomId, request.BindingId, request.Actor.Channel, binding is { Reads: true }, IsDirect: false),
            isRepeat);
        var result = await StepAsync(turn, 0);
        if (await AnswerAsync(turn, result) == CommitStatus.Applied)
            Note(turn, result);
        else if (result.Missed is { } instead && await AnswerAsync(turn, instead) == CommitStatus.Applied)
            Note(turn, instead);
    }

    private void Note(CommandTurn turn, CommandResult result)
    {
        metrics.Command(turn.Name, result.Outcome, result.AuthzStatus ?? "authorized");
        if (!CommandNames.IsRecorded(turn.Command))
            return;
        var (actor, room) = (turn.Request.Actor.Key, turn.Request.RoomId);
        switch (result.Outcome)
        {
            case "blocked":
                Log.Denied(logger, turn.Name, actor, room, result.Code);
                break;
            case "failed" or "unknown":
                Log.Failed(logger, turn.Name, actor, room, result.Code);
                break;
            default:
                Log.Succeeded(logger, turn.Name, actor, room, result.Code);
                break;
        }
    }

    private Task<CommandResult> StepAsync(CommandTurn turn, int step) => step < _behaviors.Length
        ? _behaviors[step].HandleAsync(turn, on => StepAsync(on, step + 1))
        : _handlers.TryGetValue(turn.Name, out var handler)
            ? handler.HandleAsync(turn)
            : Task.FromResult(CommandResult.Failed("unknown_command", "there is no such command"));

    /// <summary>When it was answered before, the answer stands and nothing is written.</summary>
    private async Task<CommitStatus> AnswerAsync(CommandTurn turn, CommandResult result)
    {
        var request = turn.Request;
        var answer = await speech.SayAsync(request.RoomId, request.ReplyId, "reply", result.Text, request.MessageId, request.BindingId, request.Topic);
        if (answer.IsEmpty)
            return CommitStatus.Applied;
        ImmutableArray<CommitRow> rows = [.. result.Rows, .. answer];
        if (CommandNames.IsRecorded(turn.Command))
            rows = [AuditBehavior.ActionOf(turn, result.Outcome, result.AuthzStatus ?? "authorized", result.Code, Snippet.Of(result.Text.Text), result.RunName), .. rows];
        return await commits.CommitAsync(null, rows);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2630, EventName = "chat.mutation.succeeded", Level = LogLevel.Information, Message = "{Command} of {Actor} in {Room}: {Code}")]
        public static partial void Succeeded(ILogger logger, string command, string actor, string room, string? code);

        [LoggerMessage(EventId = 2631, EventName = "chat.mutation.denied", Level = LogLevel.Warning, Message = "{Command} of {Actor} in {Room} is refused: {Code}")]
        public static partial void Denied(ILogger logger, string command, string actor, string room, string? code);

        [LoggerMessage(EventId = 2632, EventName = "chat.mutation.failed", Level = LogLevel.Warning, Message = "{Command} of {Actor} in {Room} has failed: {Code}")]
        public static partial void Failed(ILogger logger, string command, string actor, string room, string? code);
    }
}
