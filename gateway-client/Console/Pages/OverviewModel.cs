using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>How everything is.</summary>
/// <param name="Health">State of the process.</param>
/// <param name="Organization">Figures of the organisation shown; null without one.</param>
/// <param name="Deployment">What waits in the whole deployment; null for who is not its operator.</param>
/// <param name="Troubled">Accounts of the organisation that do not work.</param>
public sealed record OverviewModel(
    OverviewHealth Health, PanelData<OrganizationFigures>? Organization, PanelData<QueueInspection>? Deployment, PanelData<IReadOnlyList<AccountItem>>? Troubled);

/// <summary>State of the process.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c>, <c>down</c> or <c>stopping</c>.</param>
/// <param name="IsWriter">Whether this process holds the lease.</param>
/// <param name="Epoch">Epoch of the lease.</param>
/// <param name="ActiveAddress">Where the writer is when it is another process.</param>
/// <param name="Dependencies">By name.</param>
public sealed record OverviewHealth(string Status, bool IsWriter, long Epoch, string? ActiveAddress, IReadOnlyList<OverviewDependency> Dependencies);

/// <summary>How a dependency is.</summary>
public sealed record OverviewDependency(string Name, string State, bool Required, string? Detail);

/// <summary>What waits in an organisation, each counted up to 100,000.</summary>
public sealed record OrganizationFigures(int Waiting, int Retrying, int Unknown, int DeadLetters, int Pairings, bool MorePairings);
