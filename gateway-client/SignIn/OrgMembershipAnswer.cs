namespace Vespid.Gateway.SignIn;

/// <summary>An organisation and one's role in it.</summary>
internal sealed record OrgMembershipAnswer(Guid Id, string Name, string Role);
