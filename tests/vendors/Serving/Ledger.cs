namespace Vespid.Vendors;

/// <summary>What a vendor took, in order. Tests wait on it for facts.</summary>
/// <typeparam name="T">What is recorded.</typeparam>
public sealed class Ledger<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _records = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>A copy.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _records];
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _records.Count;
        }
    }

    /// <summary>Waits until the records satisfy <paramref name="enough"/>.</summary>
    /// <exception cref="TimeoutException">They did not in time; names <paramref name="what"/> and how many there are.</exception>
    public async Task<IReadOnlyList<T>> WaitAsync(Func<IReadOnlyList<T>, bool> enough, string what, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, TimeProvider.System);
        while (true)
        {
            Task changed;
            IReadOnlyList<T> seen;
            lock (_gate)
            {
                changed = _changed.Task;
                seen = [.. _records];
            }

            if (enough(seen))
                return seen;
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {timeout} for {what}; {seen.Count} recorded.");
            }
        }
    }

    public Task<IReadOnlyList<T>> WaitForCountAsync(int count, TimeSpan timeout) =>
        WaitAsync(records => records.Count >= count, $"{count} records", timeout);

    /// <summary>For recorders outside the fakes.</summary>
    public void Record(T record) => Add(_ => record);

    /// <param name="make">Makes the record from its order number, the first being 1.</param>
    public T Add(Func<long, T> make)
    {
        lock (_gate)
        {
            var record = make(_records.Count + 1);
            _records.Add(record);
            var signal = _changed;
            _changed = NewSignal();
            signal.SetResult();
            return record;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
