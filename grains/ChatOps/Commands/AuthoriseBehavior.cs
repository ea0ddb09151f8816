using System.Security.Cryptography;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>Asks whether it may be done: the mutation switch first, then who asks and where; and whether a second person has to agree.</summary>
internal sealed class AuthoriseBehavior(CommandBudgets budgets, TimeProvider clock, ChatOpsSettings settings) : ICommandBehavior
{
    public async Task<CommandResult> HandleAsync(CommandTurn turn, Func<CommandTurn, Task<CommandResult>> next)
    {
        var request = turn.Request;
        // First of all: what is refused, or waits for somebody, costs as much as what is done.
        if (!turn.IsRepeat && request.ApprovedBy is null && !budgets.Take(request.Actor.Key, clock.GetUtcNow()))
            return CommandResult.Blocked("rate_limited", "unauthorized", "more than ten commands in a minute");
        var decision = CommandRules.Authorise(turn.Command, request.Actor, turn.Policy, turn.Place);
        switch (decision.Verdict)
        {
            case AuthzVerdict.Blocked:
                return CommandResult.Blocked(decision.Code ?? "unauthorized", decision.AuthzStatus, Said(decision.Code));
            case AuthzVerdict.NeedsApproval when request.ApprovedBy is null && turn.Command.Problem is null:
                return Ask(turn, decision.Approval!);
        }

        if (turn.Command.Problem is { } problem)
            return CommandResult.Failed(problem, $"{settings.CommandPrefix} {CommandNames.Spell(turn.Command)} cannot be run; see {settings.CommandPrefix} help");
        return await next(turn);
    }

    private CommandResult Ask(CommandTurn turn, ApprovalRule rule)
    {
        var request = turn.Request;
        // Short enough to type, and the same when it is asked again.
        var id = Convert.ToHexStringLower(SHA256.HashData(request.MessageId.ToByteArray()).AsSpan(0, 4));
        var text = $"approval_required: {settings.CommandPrefix} {CommandNames.Spell(turn.Command)} needs a second person of {rule.Group} within {rule.Minutes} min: "
            + $"{settings.CommandPrefix} approve {id}";
        return new CommandResult("approval_required", "pending", RichText.Plain(text))
        {
            Rows =
            [
                new ChatApprovalInsert(
                    id, request.RoomId, request.BindingId, request.MessageId, request.ActionId, ChatJson.Write(request), rule.Group, request.Actor.Key, request.ActorName,
                    TimeSpan.FromMinutes(rule.Minutes)),
            ],
            Missed = new CommandResult("approval_required", "pending", RichText.Plain(text)),
        };
    }

    private static string Said(string? code) => code switch
    {
        "mutations_disabled" => "commands that change something are switched off",
        "room_not_allowed" => "not in this room",
        "rate_limited" => "too many commands",
        _ => "you may not run this command",
    };
}

/// <summary>Commands that each person has left in this minute.</summary>
internal sealed class CommandBudgets
{
    private readonly Lock _gate = new();
    private readonly CommandBudget _budget = new();

    public bool Take(string actor, DateTimeOffset now)
    {
        lock (_gate)
            return _budget.Take(actor, now);
    }
}
