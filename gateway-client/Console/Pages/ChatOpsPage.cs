using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.Console.Pages;

/// <summary>The rooms that bridge platforms, and their commands. The deployment's own, so its operator's only.</summary>
internal sealed class ChatOpsPage(IChatQueries chats, IGrainFactory grains, IServiceProvider services) : IConsolePage
{
    private const int LongestRoomId = 200;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var room = request.Word("room") is { Length: <= LongestRoomId } named ? named : null;
        return ConsoleView.Of<ChatOpsView>(new ChatOpsModel(
            services.GetService<ChatOpsSettings>()?.Enabled,
            room,
            await request.ReadAsync(() => chats.RoomsAsync(cancellationToken)),
            await request.ReadAsync(() => chats.MessagesAsync(room, ChatOpsModel.MessagesShown, cancellationToken)),
            await request.ReadAsync(() => chats.TimelineAsync(ChatOpsModel.TimelineShown, cancellationToken)),
            await request.ReadAsync(() => chats.GuardrailsAsync(cancellationToken)),
            await request.ReadAsync(() => grains.GetGrain<IChatPolicyGrain>(0).Get()),
            await request.ReadAsync(() => chats.ConnectionsAsync(cancellationToken)),
            await request.ReadAsync(() => chats.PendingAsync(cancellationToken)),
            await request.ReadAsync(() => chats.DeadLettersAsync(null, ChatOpsModel.DeadLettersShown, cancellationToken)),
            await request.ReadAsync(() => chats.UnboundAsync(ChatOpsModel.UnboundShown, cancellationToken))));
    }
}
