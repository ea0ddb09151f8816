using Microsoft.Extensions.Logging;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Channels;

/// <summary>Marks pairing requests whose time is over. They cannot be approved before that either; this makes room for new ones.</summary>
internal sealed class PairingSweeper(ControlCommits commits, IWriterLease lease, TimeProvider clock, ILogger<PairingSweeper> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(30))
{
    private const int Most = 1_000;

    protected override Task TickAsync(CancellationToken cancellationToken) => commits.CommitAsync(null, new PairingExpire(Most));
}
