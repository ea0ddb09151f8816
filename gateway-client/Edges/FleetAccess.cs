using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Finds what a path names, as far as the caller may: what is another organisation's is answered as if it did not exist.</summary>
internal static class FleetAccess
{
    public static async Task<(EdgeItem? Edge, RefusalResult? Fault)> EdgeAsync(
        this FleetScope scope, IEdgeQueries edges, string nodeId, bool write, CancellationToken cancellationToken)
    {
        if (!EdgeWords.NodeId.IsMatch(nodeId) || await edges.GetAsync(scope.Reach, nodeId, cancellationToken) is not { } edge)
            return (null, Refusal.NotFound("Edge"));
        return write && !scope.Manages(edge.OrganizationId) ? (null, Refusals.Forbidden) : (edge, null);
    }

    public static async Task<(PartnerItem? Partner, RefusalResult? Fault)> PartnerAsync(
        this FleetScope scope, IEdgeQueries edges, string partnerId, bool write, CancellationToken cancellationToken)
    {
        if (!EdgeWords.ShortId.IsMatch(partnerId) || await edges.PartnerAsync(scope.Reach, partnerId, cancellationToken) is not { } partner)
            return (null, Refusal.NotFound("Partner"));
        return write && !scope.Manages(partner.OrganizationId) ? (null, Refusals.Forbidden) : (partner, null);
    }

    public static async Task<(ReceiverItem? Receiver, RefusalResult? Fault)> ReceiverAsync(
        this FleetScope scope, IAlertQueries alerts, string receiverId, bool write, CancellationToken cancellationToken)
    {
        if (!EdgeWords.ShortId.IsMatch(receiverId) || await alerts.ReceiverAsync(scope.Reach, receiverId, cancellationToken) is not { } receiver)
            return (null, Refusal.NotFound("Receiver"));
        return write && !scope.Manages(receiver.OrganizationId) ? (null, Refusals.Forbidden) : (receiver, null);
    }
}
