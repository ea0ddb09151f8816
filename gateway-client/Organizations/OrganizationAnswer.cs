using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>An organisation.</summary>
/// <param name="AgentKind"><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</param>
/// <param name="HasAgentSecret">Whether pushes are signed.</param>
/// <param name="MonthlyRunLimit">Null is unlimited.</param>
/// <param name="InflightRunLimit">Null is unlimited.</param>
internal sealed record OrganizationAnswer(
    Guid Id,
    string Name,
    bool ChannelRuntimeEnabled,
    string AgentKind,
    string? AgentEndpoint,
    bool HasAgentSecret,
    int? MonthlyRunLimit,
    int? InflightRunLimit,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static OrganizationAnswer From(OrganizationItem item) => new(
        item.Id, item.Name, item.ChannelRuntimeEnabled, item.AgentKind, item.AgentEndpoint, item.HasAgentSecret,
        item.MonthlyRunLimit, item.InflightRunLimit, item.CreatedAt, item.UpdatedAt);
}
