using Vespid.Storage.ChatOps;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>What grains read of rooms. The conditions are those of the SQL statements.</summary>
internal sealed class MemoryChats(Store store, MemoryReads reads) : IChatStore
{
    public Task<IReadOnlyList<ChatBindingRecord>> BindingsAsync(CancellationToken cancellationToken = default) =>
        reads.ReadAsync<IReadOnlyList<ChatBindingRecord>>("read bindings", () => [.. store.ChatBindings.Select(static binding => binding.Row)]);

    public Task<ChatBindingRecord?> BindingAsync(string bindingId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read binding", () => store.ChatBindings.Find(binding => binding.Row.Id == bindingId)?.Row);

    public Task<IReadOnlyList<ChatBindingRecord>> BindingsOfAsync(string roomId, CancellationToken cancellationToken = default) =>
        Those("read bindings of room", row => row.RoomId == roomId);

    public Task<IReadOnlyList<ChatBindingRecord>> BindingsAtAsync(string channel, string instanceId, string externalRoomId, CancellationToken cancellationToken = default) =>
        Those("read bindings of chat", row => (row.Channel, row.InstanceId, row.ExternalRoomId) == (channel, instanceId, externalRoomId));

    public Task<IReadOnlyList<ChatBotRecord>> BotsAsync(CancellationToken cancellationToken = default) =>
        reads.ReadAsync<IReadOnlyList<ChatBotRecord>>("read bots", () => [.. store.ChatBots.Values]);

    public Task<string?> RoomNameAsync(string roomId, CancellationToken cancellationToken = default) => reads.ReadAsync("read room", () => store.ChatRooms.GetValueOrDefault(roomId));

    public Task<ChatMessageHit?> FindAsync(string bindingId, string place, string externalId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("find message", () =>
        {
            if (store.ChatMessageBy(bindingId, place, externalId) is { } said)
                return new ChatMessageHit(said.Record, IsCopy: false);
            return store.ChatCopyBy(bindingId, place, externalId) is { } copy ? new ChatMessageHit(store.ChatMessages[copy.MessageId].Record, IsCopy: true) : null;
        });

    public Task<ChatMessageRecord?> MessageAsync(Guid messageId, CancellationToken cancellationToken = default) =>
        reads.ReadAsync("read message", () => store.ChatMessages.GetValueOrDefault(messageId)?.Record);

    public Task<IReadOnlyList<ChatCopyRecord>> CopiesAsync(Guid messageId, CancellationToken cancellationToken = default) => reads.ReadAsync<IReadOnlyList<ChatCopyRecord>>(
        "read copies",
        () => [.. store.CopiesOf(messageId).OrderBy(static copy => copy.BindingId, StringComparer.Ordinal).ThenBy(static copy => copy.Part).Select(static copy => copy.Record)]);

    public Task<bool> HasPendingAsync(string bindingId, CancellationToken cancellationToken = default) => reads.ReadAsync("look for pending", () => store.HasPendingCopy(bindingId));

    public Task<int> DepthAsync(string laneKey, int max, CancellationToken cancellationToken = default) => reads.ReadAsync("count lane", () => Math.Min(store.Lane(laneKey).Count, max));

    public Task<ChatRunRecord?> RunAsync(string runId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<ChatRunRecord>> RunsAsync(int max, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ChatRunRecord?> OpenRunAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ChatApprovalRecord?> ApprovalAsync(string approvalId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<ChatApprovalRecord>> PendingApprovalsAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ChatWorkflowRun?> WorkflowRunAsync(Guid runId, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ChatRuntimeSummary> SummaryAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<ChatDeadLetterItem>> DeadLettersAsync(string? bindingId, int max, CancellationToken cancellationToken = default) => throw NotHere();

    public Task<ChatRunRecord?> OrphanRunAsync(CancellationToken cancellationToken = default) => throw NotHere();

    public Task<IReadOnlyList<ChatQueue>> QueuesAsync(CancellationToken cancellationToken = default) => throw NotHere();

    private Task<IReadOnlyList<ChatBindingRecord>> Those(string what, Func<ChatBindingRecord, bool> wanted) => reads.ReadAsync<IReadOnlyList<ChatBindingRecord>>(
        what, () => [.. store.ChatBindings.Select(static binding => binding.Row).Where(row => row.Status != "conflict" && wanted(row))]);

    private static NotSupportedException NotHere() => new("No grain of the simulation asks for this.");
}
