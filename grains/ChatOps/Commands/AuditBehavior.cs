using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>Records what is about to be changed before it is changed: what cannot be recorded is not done.</summary>
internal sealed class AuditBehavior(ControlCommits commits) : ICommandBehavior
{
    public async Task<CommandResult> HandleAsync(CommandTurn turn, Func<CommandTurn, Task<CommandResult>> next)
    {
        if (CommandNames.IsRecorded(turn.Command))
            await commits.CommitAsync(null, ActionOf(turn, "pending", "authorized", null, null, null));
        return await next(turn);
    }

    public static ChatActionPut ActionOf(CommandTurn turn, string outcome, string authzStatus, string? reason, string? message, string? run) => new()
    {
        Id = turn.Request.ActionId,
        Action = turn.Name,
        Mode = turn.Name == "run" && !turn.Command.Arguments.IsEmpty ? turn.Command.Arguments[0] : null,
        Outcome = outcome,
        AuthzStatus = authzStatus,
        MutationEnabled = turn.Policy.MutationsEnabled,
        Reason = reason,
        Label = CommandNames.Spell(turn.Command),
        Message = message,
        Channel = turn.Request.Actor.Channel,
        ExternalUserId = turn.Request.Actor.ExternalUserId,
        RoomId = turn.Request.RoomId,
        BindingId = turn.Request.BindingId,
        SourceMessageId = turn.Request.MessageId,
        RunId = run,
        CorrelationId = turn.Request.MessageId.ToString(),
    };
}
