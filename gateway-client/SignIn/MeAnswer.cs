namespace Vespid.Gateway.SignIn;

/// <summary>Who is signed in, and where that user belongs.</summary>
/// <param name="User">The user.</param>
/// <param name="Orgs">Oldest membership first.</param>
/// <param name="DefaultOrgId">The first of them; null without one.</param>
internal sealed record MeAnswer(UserAnswer User, IReadOnlyList<OrgMembershipAnswer> Orgs, Guid? DefaultOrgId);
