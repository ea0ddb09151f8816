using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps.Silos;

/// <summary>What the silos of a cluster have in common: one database of rooms.</summary>
internal sealed class SharedRooms : ICommitLog
{
    private readonly Lock _lock = new();
    private readonly List<ChatBindingRecord> _bindings = [];
    private readonly List<ChatBotRecord> _bots = [];
    private readonly List<CommitRow> _rows = [];

    public SharedRooms()
    {
        (Store, var store) = Fake<IChatStore>.Create();
        store.On(nameof(IChatStore.BindingsAsync), _ => Of(static _ => true))
            .On(nameof(IChatStore.BindingsOfAsync), asked => Of(binding => binding.RoomId == (string)asked[0]!))
            .On(nameof(IChatStore.BindingsAtAsync), asked => Of(binding => new object?[] { binding.Channel, binding.InstanceId, binding.ExternalRoomId }.SequenceEqual(asked.Take(3))))
            .On(nameof(IChatStore.BindingAsync), asked => Task.FromResult(Find((string)asked[0]!)))
            .On(nameof(IChatStore.BotsAsync), _ => Task.FromResult<IReadOnlyList<ChatBotRecord>>([.. _bots]))
            .On(nameof(IChatStore.RunAsync), _ => Task.FromResult(Run))
            .On(nameof(IChatStore.WorkflowRunAsync), _ => Task.FromResult<ChatWorkflowRun?>(new ChatWorkflowRun("running", null, null)))
            .On(nameof(IChatStore.FindAsync), _ => Task.FromResult<ChatMessageHit?>(null))
            .On(nameof(IChatStore.MessageAsync), _ => Task.FromResult<ChatMessageRecord?>(null))
            .On(nameof(IChatStore.HasPendingAsync), _ => Task.FromResult(false))
            .On(nameof(IChatStore.DepthAsync), _ => Task.FromResult(0));
    }

    public IChatStore Store { get; }

    /// <summary>The run of the operator's pipeline, where there is one.</summary>
    public ChatRunRecord? Run { get; set; }

    public IReadOnlyList<CommitRow> Rows
    {
        get
        {
            lock (_lock)
                return [.. _rows];
        }
    }

    /// <summary>Lanes of what was queued.</summary>
    public IEnumerable<string> Lanes => Rows.OfType<OutboxRow>().Select(row => row.LaneKey);

    public void Note(ChatBotRecord bot) => _bots.Add(bot);

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            foreach (var row in commit.Rows)
                Write(row);
            _rows.AddRange(commit.Rows);
        }

        return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, 0));
    }

    private void Write(CommitRow row)
    {
        switch (row)
        {
            case ChatBindingInsert binding:
                _bindings.Add(new ChatBindingRecord
                {
                    Id = binding.Id, RoomId = binding.RoomId, RoomName = binding.RoomId, Channel = binding.Channel, InstanceId = binding.InstanceId,
                    ExternalRoomId = binding.ExternalRoomId, Enabled = true, Status = "active", Options = binding.Options, Origin = binding.Origin,
                });
                break;
            case ChatBindingStatus status:
                _bindings[_bindings.FindIndex(binding => binding.Id == status.Id)] = Find(status.Id)! with { Status = status.Status };
                break;
            case ChatRunStart:
                Run = Run! with { Status = "running" };
                break;
            case ChatRunCancel:
                Run = Run! with { CancelRequested = true };
                break;
            case ChatRunEnd end:
                Run = Run! with { Status = end.Status };
                break;
        }
    }

    private ChatBindingRecord? Find(string id) => _bindings.Find(binding => binding.Id == id);

    private Task<IReadOnlyList<ChatBindingRecord>> Of(Func<ChatBindingRecord, bool> wanted)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<ChatBindingRecord>>([.. _bindings.Where(wanted)]);
    }
}
