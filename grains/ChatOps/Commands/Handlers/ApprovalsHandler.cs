using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary><c>pending</c>, <c>approve</c> and <c>deny</c>: a second person, never the one who asked.</summary>
internal sealed class ApprovalsHandler(IChatStore store, ChatOpsSettings settings) : ICommandHandler
{
    public IReadOnlyList<string> Names { get; } = ["pending", "approve", "deny"];

    public Task<CommandResult> HandleAsync(CommandTurn turn) => turn.Name == "pending" ? ListAsync() : DecideAsync(turn);

    private async Task<CommandResult> ListAsync()
    {
        var pending = (await store.PendingApprovalsAsync()).Where(approval => !approval.IsOver).ToList();
        return CommandResult.Answer(pending.Count == 0
            ? "Nothing waits for a second person."
            : string.Join('\n', pending.Select(approval =>
                $"{approval.Id} {CommandNames.Spell(ChatJson.Read<CommandRequest>(approval.Command).Command)} asked by {approval.RequesterName ?? approval.Requester}, for {approval.Group}")));
    }

    private async Task<CommandResult> DecideAsync(CommandTurn turn)
    {
        var id = turn.Command.Arguments[0];
        var actor = turn.Request.Actor.Key;
        if (await store.ApprovalAsync(id) is not { } approval)
            return CommandResult.Failed("approval_not_found", id);
        if (approval.Status != "pending" || approval.IsOver)
            return CommandResult.Failed("approval_over", $"{id} is {(approval.Status == "pending" ? "expired" : approval.Status)}");
        if (!turn.Policy.ApproverGroups.TryGetValue(approval.Group, out var group) || !group.Contains(actor))
            return CommandResult.Blocked("unauthorized", "unauthorized", $"you are not of {approval.Group}");
        if (approval.Requester == actor || SamePerson(approval.Requester, actor))
            return CommandResult.Blocked("self_approval", "unauthorized", "who asked cannot approve");
        return turn.Name == "approve" ? Approve(approval, actor, turn.Request.ActorName) : Deny(approval, actor);
    }

    private static CommandResult Approve(ChatApprovalRecord approval, string by, string name)
    {
        var request = ChatJson.Read<CommandRequest>(approval.Command) with { ApprovedBy = by };
        return CommandResult.Done("approved", $"approved: {CommandNames.Spell(request.Command)} by {name}") with
        {
            Rows = [new ChatApprovalDecide(approval.Id, "approved", by), RoomCommands.EntryOf(request.ApprovedEntry, request)],
            Missed = CommandResult.Failed("approval_over", approval.Id),
        };
    }

    private static CommandResult Deny(ChatApprovalRecord approval, string by) =>
        CommandResult.Done("denied", $"denied: {CommandNames.Spell(ChatJson.Read<CommandRequest>(approval.Command).Command)}") with
        {
            Rows = [new ChatApprovalDecide(approval.Id, "denied", by), new ChatActionEnd(approval.ActionId, "blocked", "denied", $"denied by {by}", null)],
            Missed = CommandResult.Failed("approval_over", approval.Id),
        };

    private bool SamePerson(string one, string other) => settings.Identities.Any(person =>
        new[] { "telegram:" + person.TelegramId, "discord:" + person.DiscordId } is var keys && keys.Contains(one) && keys.Contains(other));
}
