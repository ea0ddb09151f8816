using Vespid.Gateway.SignIn;

namespace Vespid.Gateway.Organizations;

/// <summary>The caller's organisations, oldest membership first.</summary>
internal sealed record OrganizationList(IReadOnlyList<OrgMembershipAnswer> Organizations);
