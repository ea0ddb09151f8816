using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Updates waiting for a poll. Asking from an offset confirms everything below it, as Telegram does.</summary>
internal sealed class UpdateQueue
{
    private const int MaxBatch = 100;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, JsonObject> _waiting = [];
    private long _lastId = 1000;
    private TaskCompletionSource _arrived = NewSignal();

    /// <summary>Ids in the order in which polls confirmed them.</summary>
    public Ledger<long> Confirmed { get; } = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Completes at the next arrival.</summary>
    public Task Arrived
    {
        get
        {
            lock (_gate)
                return _arrived.Task;
        }
    }

    public long Push(JsonObject update)
    {
        lock (_gate)
        {
            var id = update["update_id"]?.GetValue<long>() ?? _lastId + 1;
            _lastId = Math.Max(_lastId, id);
            update["update_id"] = id;
            _waiting[id] = update;
            var signal = _arrived;
            _arrived = NewSignal();
            signal.SetResult();
            return id;
        }
    }

    public JsonArray Take(long? offset, int? limit)
    {
        lock (_gate)
        {
            var from = offset ?? long.MinValue;
            if (from < 0 && offset is not null)
                from = _waiting.Keys.Reverse().Skip((int)Math.Min(-from, int.MaxValue) - 1).Cast<long?>().FirstOrDefault() ?? long.MinValue;
            foreach (var confirmed in _waiting.Keys.Where(id => id < from).ToList())
            {
                _waiting.Remove(confirmed);
                Confirmed.Record(confirmed);
            }

            return [.. _waiting.Values.Take(Math.Clamp(limit ?? MaxBatch, 1, MaxBatch)).Select(update => update.DeepClone())];
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
