namespace Vespid.Storage.Queries;

/// <summary>An organisation as its members see it.</summary>
/// <param name="Id">Organisation.</param>
/// <param name="Name">Name.</param>
/// <param name="ChannelRuntimeEnabled">Off until the roll-out reaches it.</param>
/// <param name="AgentKind"><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</param>
/// <param name="AgentEndpoint">Where pushes go.</param>
/// <param name="HasAgentSecret">Whether pushes are signed.</param>
/// <param name="MonthlyRunLimit">Null is unlimited.</param>
/// <param name="InflightRunLimit">Null is unlimited.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed.</param>
public sealed record OrganizationItem(
    Guid Id,
    string Name,
    bool ChannelRuntimeEnabled,
    string AgentKind,
    string? AgentEndpoint,
    bool HasAgentSecret,
    int? MonthlyRunLimit,
    int? InflightRunLimit,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
