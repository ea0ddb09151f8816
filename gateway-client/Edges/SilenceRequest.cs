using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Alerts;

namespace Vespid.Gateway.Edges;

/// <summary>Keeps alerts from being told for some time.</summary>
/// <param name="Kind"><c>silence</c>, which is also what nothing means, or <c>maintenance</c>.</param>
/// <param name="StartsAt">Nothing starts it now.</param>
/// <param name="Repeat"><c>none</c>, <c>daily</c> or <c>weekly</c>.</param>
/// <param name="OrganizationId">Needed only of those who manage several.</param>
internal sealed record SilenceRequest(
    string? Kind, MatchersBody? Matchers, string Reason, DateTimeOffset? StartsAt, DateTimeOffset EndsAt, string? Repeat, Guid? OrganizationId) : IBodyShape<SilenceRequest>
{
    public static SilenceRequest Read(BodyFields fields)
    {
        var endsAt = fields.OptionalTime("endsAt");
        if (endsAt is null)
            fields.Fail("endsAt", "Required.");
        return new SilenceRequest(
            fields.OptionalOneOf("kind", "silence", "maintenance"), fields.OptionalNested("matchers", MatchersBody.Read, open: true), fields.Text("reason", 1, 500, trim: true),
            fields.OptionalTime("startsAt"), endsAt ?? default, fields.OptionalOneOf("repeat", "none", "daily", "weekly"), fields.OptionalId("organizationId"));
    }

    public NewSilence ToCommand() => new(
        Kind ?? "silence", new SilenceMatch(Matchers?.Partner, Matchers?.Node, Matchers?.Region, Matchers?.Alert, Matchers?.Subject, Matchers?.Severity), Reason, StartsAt, EndsAt,
        Repeat ?? "none");
}

/// <summary>What a silence covers: all that are set must be equal; nothing set covers all.</summary>
/// <param name="Subject">Upstream, channel or the like.</param>
/// <param name="Severity"><c>info</c>, <c>warn</c> or <c>critical</c>.</param>
internal sealed record MatchersBody(string? Partner, string? Node, string? Region, string? Alert, string? Subject, string? Severity) : IBodyShape<MatchersBody>
{
    private const int Longest = 200;

    public static MatchersBody Read(BodyFields fields) => new(
        fields.OptionalText("partner", 1, Longest), fields.OptionalText("node", 1, Longest), fields.OptionalText("region", 1, Longest), fields.OptionalText("alert", 1, Longest),
        fields.OptionalText("subject", 1, Longest), fields.OptionalText("severity", 1, Longest));
}
