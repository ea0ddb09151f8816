using Vespid.Gateway.Http;
using Vespid.Gateway.SignIn;

namespace Vespid.Gateway.Organizations;

/// <summary>A registered user to add as a member.</summary>
/// <param name="Email">The user's address.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>; <c>member</c> when absent.</param>
internal sealed record MemberAddRequest(string Email, string? Role) : IBodyShape<MemberAddRequest>
{
    public static MemberAddRequest Read(BodyFields fields) => new(
        EmailAddress.Normalize(fields.Text("email", 1, EmailAddress.MostLength, trim: true)), fields.OptionalOneOf("role", "owner", "admin", "member"));
}
