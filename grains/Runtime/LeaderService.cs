using Microsoft.Extensions.Logging;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Runtime;

/// <summary>Something that one process does now and then for all: a lone writer, or the leader of the silos.</summary>
internal abstract class LeaderService(IWriterLease lease, TimeProvider clock, ILogger logger, TimeSpan interval) : WriterService(lease, clock, logger, interval)
{
    private long _epoch;

    protected sealed override bool MayTick()
    {
        if (!Lease.IsLeader)
        {
            _epoch = 0;
            return false;
        }

        if (Lease.Epoch is var epoch && epoch != _epoch)
        {
            _epoch = epoch;
            Begin();
        }

        return true;
    }

    /// <summary>Before the first turn of a process that has just become the one, perhaps not for the first time.</summary>
    protected virtual void Begin()
    {
    }
}
