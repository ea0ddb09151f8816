using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Work;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <summary>Finds organisations whose own agent has work, and lets triggers through that a quota held back.</summary>
internal sealed class AgentWaker(
    IWorkQueue queue, IEnumerable<IAgent> agents, IGrainFactory grains, IWriterLease lease, TimeProvider clock, ILogger<AgentWaker> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private const int MostOrganizations = 200;

    private readonly string[] _kinds = [.. agents.Select(agent => agent.Kind)];

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        await queue.AdmitHeldBackAsync(cancellationToken);
        foreach (var organization in await queue.OrganizationsWithWorkAsync(_kinds, MostOrganizations, cancellationToken))
            await grains.GetGrain<IAgentGrain>(organization).Wake();
    }
}
