using Vespid.Grains.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>Keys of the troubles of an edge as a whole.</summary>
internal static class EdgeKeys
{
    public static string AllDown(string nodeId) => $"{nodeId}/all/upstreams";

    public static string Liveness(string nodeId) => $"{nodeId}/liveness/reports";

    public static string Flapping(string nodeId, string subject) => $"{nodeId}/flapping/{subject}";

    public static string Of(string nodeId, string alert) => alert == EdgeAlerts.AllUpstreamsDown ? AllDown(nodeId) : Liveness(nodeId);
}
