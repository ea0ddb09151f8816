using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Http;

/// <summary>Refusals that the edge itself gives.</summary>
internal static class Refusals
{
    public static readonly Refusal Unauthorized = new(RefusalKind.Unauthorized, "UNAUTHORIZED", "Sign in, or send a valid token.");
    public static readonly Refusal Forbidden = Refusal.Forbidden("FORBIDDEN", "Your role does not allow this.");
    public static readonly Refusal CsrfRequired = Refusal.Forbidden("CSRF_TOKEN_REQUIRED", "Send the value of GET /auth/csrf in the header x-csrf-token.");
    public static readonly Refusal OrgContextRequired = Refusal.BadRequest("Send the organisation's id in the header x-org-id.") with { Code = "ORG_CONTEXT_REQUIRED" };
    public static readonly Refusal InvalidOrgContext = Refusal.BadRequest("The header x-org-id must be the UUID of the organisation that the path names.") with { Code = "INVALID_ORG_CONTEXT" };
    public static readonly Refusal OrgAccessDenied = Refusal.Forbidden("ORG_ACCESS_DENIED", "You are not a member of this organisation.");
    public static readonly Refusal TooMany = new(RefusalKind.TooMany, "RATE_LIMITED", "Too many tries. Wait as long as Retry-After says.");

    public static Refusal Field(string name, string fault) =>
        Refusal.BadRequest("The request is not valid.", new Dictionary<string, string>(StringComparer.Ordinal) { [name] = fault });
}
