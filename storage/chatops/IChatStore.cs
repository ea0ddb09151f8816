namespace Vespid.Storage.ChatOps;

/// <summary>What rooms and their lanes read. They write through the commit log.</summary>
public interface IChatStore
{
    /// <summary>All bindings, conflicts among them.</summary>
    Task<IReadOnlyList<ChatBindingRecord>> BindingsAsync(CancellationToken cancellationToken = default);

    Task<ChatBindingRecord?> BindingAsync(string bindingId, CancellationToken cancellationToken = default);

    /// <summary>Bindings of a room, without conflicts.</summary>
    Task<IReadOnlyList<ChatBindingRecord>> BindingsOfAsync(string roomId, CancellationToken cancellationToken = default);

    /// <summary>Bindings of a chat and of its topics, without conflicts.</summary>
    Task<IReadOnlyList<ChatBindingRecord>> BindingsAtAsync(string channel, string instanceId, string externalRoomId, CancellationToken cancellationToken = default);

    /// <summary>Bots whose connection has told who they are, on whatever silo it runs.</summary>
    Task<IReadOnlyList<ChatBotRecord>> BotsAsync(CancellationToken cancellationToken = default);

    /// <summary>Name of a room; null when there is none.</summary>
    Task<string?> RoomNameAsync(string roomId, CancellationToken cancellationToken = default);

    /// <summary>The message that a platform knows under this id, original or copy.</summary>
    Task<ChatMessageHit?> FindAsync(string bindingId, string place, string externalId, CancellationToken cancellationToken = default);

    Task<ChatMessageRecord?> MessageAsync(Guid messageId, CancellationToken cancellationToken = default);

    /// <summary>Copies of a message, by binding and part.</summary>
    Task<IReadOnlyList<ChatCopyRecord>> CopiesAsync(Guid messageId, CancellationToken cancellationToken = default);

    /// <summary>Whether a copy is on its way to the binding.</summary>
    Task<bool> HasPendingAsync(string bindingId, CancellationToken cancellationToken = default);

    /// <summary>Open entries of a lane, counted up to <paramref name="max"/>.</summary>
    Task<int> DepthAsync(string laneKey, int max, CancellationToken cancellationToken = default);

    /// <summary>What waits for the bindings of each platform, and what was given up.</summary>
    Task<IReadOnlyList<ChatQueue>> QueuesAsync(CancellationToken cancellationToken = default);

    /// <summary>By its id, or by its short one.</summary>
    Task<ChatRunRecord?> RunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<ChatRunRecord>> RunsAsync(int max, CancellationToken cancellationToken = default);

    /// <summary>The run that is queued or runs.</summary>
    Task<ChatRunRecord?> OpenRunAsync(CancellationToken cancellationToken = default);

    /// <summary>A run that is queued or runs though its entry in the outbox has ended or is gone; null when there is none.</summary>
    Task<ChatRunRecord?> OrphanRunAsync(CancellationToken cancellationToken = default);

    Task<ChatApprovalRecord?> ApprovalAsync(string approvalId, CancellationToken cancellationToken = default);

    /// <summary>Those that wait, and those whose time is over though nobody has said so yet.</summary>
    Task<IReadOnlyList<ChatApprovalRecord>> PendingApprovalsAsync(CancellationToken cancellationToken = default);

    /// <summary>Status of a run of a workflow; null when there is none.</summary>
    Task<ChatWorkflowRun?> WorkflowRunAsync(Guid runId, CancellationToken cancellationToken = default);

    /// <summary>Counts over the whole runtime.</summary>
    Task<ChatRuntimeSummary> SummaryAsync(CancellationToken cancellationToken = default);

    /// <summary>Dead letters of the relay lanes, newest first.</summary>
    Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default);
}
