using Vespid.Gateway.Http;

namespace Vespid.Gateway.Organizations;

/// <summary>A member's role.</summary>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
internal sealed record MemberPutRequest(string Role) : IBodyShape<MemberPutRequest>
{
    public static MemberPutRequest Read(BodyFields fields)
    {
        if (!fields.Has("role"))
            fields.Fail("role", "Required.");
        return new MemberPutRequest(fields.OptionalOneOf("role", "owner", "admin", "member") ?? "");
    }
}
