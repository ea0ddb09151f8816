using Vespid.Storage.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary><c>links</c>: where the copies of a message are, by its id on the platform that asks.</summary>
internal sealed class LinksHandler(IChatStore store, ChatBindings bindings) : ICommandHandler
{
    public IReadOnlyList<string> Names { get; } = ["links"];

    public async Task<CommandResult> HandleAsync(CommandTurn turn)
    {
        var asked = turn.Command.Arguments[0];
        if (await bindings.ReadAsync(turn.Request.BindingId) is not { } here || await store.FindAsync(here.Id, here.Record.ExternalRoomId, asked) is not { Message: var message })
            return CommandResult.Failed("message_not_found", asked);
        var copies = await store.CopiesAsync(message.Id);
        var origin = message.BindingId is { } from ? $"from {bindings.Find(from)?.Channel ?? from} {message.Place}/{message.ExternalId}" : "said by the runtime";
        return CommandResult.Answer(string.Join('\n', copies
            .Select(copy => $"  {bindings.Find(copy.BindingId)?.Channel ?? copy.BindingId} {copy.Place}/{copy.ExternalId ?? "?"} part {copy.Part}: {copy.Status}{(copy.PossibleDuplicate ? ", possible duplicate" : "")}")
            .Prepend($"message {message.Id} {origin}")));
    }
}
