using Vespid.Storage.Lease;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Sends without looking whether it is still the writer.</summary>
internal sealed class IgnoresTheLease : Defect
{
    public override string Name => "ignores the lease";

    public override IWriterLease Lease(IWriterLease lease) => new Trusting(lease);

    private sealed class Trusting(IWriterLease lease) : IWriterLease
    {
        public event Action<bool>? Changed
        {
            add => lease.Changed += value;
            remove => lease.Changed -= value;
        }

        public bool IsHeld => true;

        public long Epoch => lease.Epoch;

        public bool IsLeader => true;

        public long View => Epoch;

        public IReadOnlyList<ActiveAddress> Active => lease.Active;
    }
}
