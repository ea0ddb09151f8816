using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Where a user belongs.</summary>
/// <param name="Memberships">Oldest first.</param>
/// <param name="DeploymentRole">Role in the deployment, if any.</param>
/// <param name="TurnedAway">Whether the user comes from a page that is not for him.</param>
public sealed record HomeModel(IReadOnlyList<MembershipItem> Memberships, string? DeploymentRole, bool TurnedAway);
