using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Storage.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary><c>pause</c>, <c>resume</c> and <c>dlq</c>.</summary>
internal sealed class BindingsHandler(IChatStore store, ChatBindings bindings, IGrainFactory grains) : ICommandHandler
{
    private const int Shown = 10;

    public IReadOnlyList<string> Names { get; } = ["pause", "resume", "dlq"];

    public Task<CommandResult> HandleAsync(CommandTurn turn) => turn.Name switch
    {
        "pause" => SwitchAsync(turn, (desk, id, actor) => desk.Pause(id, "by command", MinutesOf(turn), actor)),
        "resume" => SwitchAsync(turn, (desk, id, actor) => desk.Resume(id, actor)),
        _ => DeadLettersAsync(turn),
    };

    private async Task<CommandResult> SwitchAsync(CommandTurn turn, Func<IChatDeskGrain, string, Actor, Task<Refusal?>> change)
    {
        var named = turn.Command.Arguments[0];
        var found = (await bindings.ReadRoomAsync(turn.Request.RoomId)).Where(binding => binding.Id == named || binding.Channel == named).ToList();
        if (found.Count == 0)
            return CommandResult.Failed("binding_not_found", named);
        if (found.Count > 1)
            return CommandResult.NeedsClarification("nothing was changed", found.Select(binding => binding.Id));
        return await change(grains.GetGrain<IChatDeskGrain>(0), found[0].Id, ActorOf(turn)) is { } refusal
            ? CommandResult.Failed(refusal.Code, refusal.Message)
            : CommandResult.Done(turn.Name + "d", $"{turn.Name}d: {found[0].Id}");
    }

    private async Task<CommandResult> DeadLettersAsync(CommandTurn turn)
    {
        if (turn.Command.Arguments is ["redrive", var id, ..])
        {
            if (!Guid.TryParse(id, CultureInfo.InvariantCulture, out var entry))
                return CommandResult.Failed("dead_letter_not_found", id);
            var redriven = await grains.GetGrain<IDeadLetterGrain>(Guid.Empty).Redrive([entry], ActorOf(turn));
            return redriven.Refusal is { } refusal ? CommandResult.Failed("dead_letter_not_found", refusal.Message) : CommandResult.Done("redriven", $"redriven: {id}");
        }

        var dead = await store.DeadLettersAsync(null, Shown);
        return CommandResult.Answer(dead.Count == 0 ? "No dead letters." : string.Join('\n', dead.Select(letter => $"{letter.EntryId} {letter.Channel} {letter.BindingId}: {letter.Error}")));
    }

    private static int? MinutesOf(CommandTurn turn) =>
        turn.Command.Arguments is [_, var given, ..] && int.TryParse(given, CultureInfo.InvariantCulture, out var minutes) ? Math.Clamp(minutes, 1, 10_080) : null;

    private static Actor ActorOf(CommandTurn turn) => new("chat", turn.Request.Actor.Key, null);
}
