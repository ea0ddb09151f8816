using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Organizations;

/// <summary>A partial change of an organisation. The run limits are the deployment operator's to set.</summary>
internal sealed record OrganizationPatchRequest(
    Change<string> Name,
    Change<bool> ChannelRuntimeEnabled,
    Change<string> AgentKind,
    Change<string> AgentEndpoint,
    Change<string> AgentSecret,
    Change<int?> MonthlyRunLimit,
    Change<int?> InflightRunLimit) : IBodyShape<OrganizationPatchRequest>
{
    private const int MostUrl = 2_000;

    /// <summary>Whether it touches what only the operator may.</summary>
    internal bool NeedsOperator => MonthlyRunLimit.IsSet || InflightRunLimit.IsSet;

    public static OrganizationPatchRequest Read(BodyFields fields) => new(
        fields.Change("name", () => fields.OptionalText("name", 1, OrganizationCreateRequest.MostName, trim: true, nullable: false)),
        fields.Change("channelRuntimeEnabled", () => fields.OptionalFlag("channelRuntimeEnabled") ?? false),
        fields.Change("agentKind", () => fields.OptionalOneOf("agentKind", "none", "echo", "pull", "push")),
        fields.Change("agentEndpoint", () => Endpoint(fields)),
        fields.Change("agentSecret", () => fields.OptionalText("agentSecret", 16, 400)),
        fields.Change("monthlyRunLimit", () => fields.OptionalNumber("monthlyRunLimit", 0, int.MaxValue)),
        fields.Change("inflightRunLimit", () => fields.OptionalNumber("inflightRunLimit", 0, int.MaxValue)));

    public ChangeOrganization ToCommand() => new()
    {
        Name = Name,
        ChannelRuntimeEnabled = ChannelRuntimeEnabled,
        AgentKind = AgentKind,
        AgentEndpoint = AgentEndpoint,
        AgentSecret = AgentSecret,
        MonthlyRunLimit = MonthlyRunLimit,
        InflightRunLimit = InflightRunLimit,
    };

    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => nameof(OrganizationPatchRequest);

    /// <summary>Whether plain http and private addresses are allowed is decided where the push is sent.</summary>
    private static string? Endpoint(BodyFields fields)
    {
        var url = fields.OptionalText("agentEndpoint", 1, MostUrl);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
            fields.Fail("agentEndpoint", "Expected an http or https URL without credentials.");
        return url;
    }
}
