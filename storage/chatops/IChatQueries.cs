namespace Vespid.Storage.ChatOps;

/// <summary>What the console and the API show of rooms. Everything is empty while the system is off.</summary>
public interface IChatQueries
{
    /// <summary>Rooms by id with their bindings.</summary>
    Task<IReadOnlyList<ChatRoomItem>> RoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    /// <param name="roomId">Null for all.</param>
    /// <param name="max">1 to 250.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<ChatMessageItem>> MessagesAsync(string? roomId, int max, CancellationToken cancellationToken = default);

    /// <summary>Actions and runs, newest first.</summary>
    Task<IReadOnlyList<ChatTimelineItem>> TimelineAsync(int max, CancellationToken cancellationToken = default);

    Task<ChatGuardrails> GuardrailsAsync(CancellationToken cancellationToken = default);

    Task<IReadOnlyList<ChatConnectionItem>> ConnectionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Commands that wait for a second person.</summary>
    Task<IReadOnlyList<ChatApprovalRecord>> PendingAsync(CancellationToken cancellationToken = default);

    /// <param name="bindingId">Null for all.</param>
    /// <param name="max">1 to 250.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default);

    /// <summary>Recent chats that are bound to no room.</summary>
    Task<IReadOnlyList<ChatUnboundItem>> UnboundAsync(int max, CancellationToken cancellationToken = default);

    /// <summary>A text that is another one whenever something that is shown may have changed.</summary>
    Task<string> ChangeMarkAsync(CancellationToken cancellationToken = default);
}
