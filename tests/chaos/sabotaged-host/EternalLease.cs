using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Lease;

namespace Vespid.Tests.Chaos.SabotagedHost;

/// <summary>Once the writer, always the writer: whatever the epoch is by now, it is taken for its own.</summary>
internal sealed class EternalLease : IWriterLease, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly IWriterLease _lease;
    private readonly Database _database;
    private readonly ITimer _timer;
    private long _epoch;

    public EternalLease(IWriterLease lease, Database database, TimeProvider clock)
    {
        (_lease, _database) = (lease, database);
        lease.Changed += OnChanged;
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, LookEvery, LookEvery);
    }

    public event Action<bool>? Changed;

    public bool IsHeld => Epoch != 0;

    public long Epoch => Volatile.Read(ref _epoch);

    public bool IsLeader => IsHeld;

    public long View => Epoch;

    public IReadOnlyList<ActiveAddress> Active => IsHeld ? [] : _lease.Active;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnChanged(bool isWriter)
    {
        if (!isWriter)
            return;
        Volatile.Write(ref _epoch, _lease.Epoch);
        Changed?.Invoke(true);
    }

    private async Task LookAsync()
    {
        if (!IsHeld)
            return;
        try
        {
            var epochs = await _database.Reads.ListAsync(new Statement("SELECT epoch FROM writer_lease WHERE id = 1"), static row => row.GetInt64(0), CancellationToken.None);
            Volatile.Write(ref _epoch, epochs[0]);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            // It stays what it was.
        }
    }
}
