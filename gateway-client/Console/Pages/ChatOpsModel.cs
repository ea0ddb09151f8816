using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Rooms, what is said in them, what was done by commands, and what keeps commands safe.</summary>
/// <param name="Enabled">Whether the system is on; null when the host does not say.</param>
/// <param name="Room">The room that messages were asked for.</param>
/// <param name="Rooms">Inventory.</param>
/// <param name="Messages">Latest messages.</param>
/// <param name="Timeline">Actions and runs.</param>
/// <param name="Guardrails">Summary.</param>
/// <param name="Policy">Who may do what, and the switch.</param>
/// <param name="Connections">Bots.</param>
/// <param name="Pending">What waits for a second person.</param>
/// <param name="DeadLetters">Relays that were given up.</param>
/// <param name="Unbound">Chats that are bound to no room.</param>
public sealed record ChatOpsModel(
    bool? Enabled, string? Room, PanelData<IReadOnlyList<ChatRoomItem>> Rooms, PanelData<IReadOnlyList<ChatMessageItem>> Messages,
    PanelData<IReadOnlyList<ChatTimelineItem>> Timeline, PanelData<ChatGuardrails> Guardrails, PanelData<ChatPolicy> Policy,
    PanelData<IReadOnlyList<ChatConnectionItem>> Connections, PanelData<IReadOnlyList<ChatApprovalRecord>> Pending,
    PanelData<IReadOnlyList<ChatDeadLetterItem>> DeadLetters, PanelData<IReadOnlyList<ChatUnboundItem>> Unbound)
{
    public const int MessagesShown = 50;
    public const int TimelineShown = 30;
    public const int DeadLettersShown = 50;
    public const int UnboundShown = 20;
}
