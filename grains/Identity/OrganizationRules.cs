using Vespid.GrainInterfaces.Control;

namespace Vespid.Grains.Identity;

/// <summary>What an organisation may be set to.</summary>
internal static class OrganizationRules
{
    private static readonly string[] AgentKinds = ["none", "echo", "pull", "push"];

    public static Refusal? Check(ChangeOrganization command)
    {
        var errors = new Dictionary<string, string>();
        if (command.Name is { IsSet: true } name && name.Value is not { Length: >= 1 and <= 120 })
            errors["name"] = "must be 1 to 120 characters";
        if (command.AgentKind is { IsSet: true } kind && !AgentKinds.Contains(kind.Value))
            errors["agentKind"] = $"must be one of {string.Join(", ", AgentKinds)}";
        if (command.AgentEndpoint.Value is { } endpoint
            && (endpoint.Length > 2000 || !Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0))
            errors["agentEndpoint"] = "must be an http or https URL of at most 2000 characters, without user name or password";
        if (command.AgentSecret.Value is { Length: < 16 or > 400 })
            errors["agentSecret"] = "must be 16 to 400 characters";
        if (command.MonthlyRunLimit.Value < 0)
            errors["monthlyRunLimit"] = "must be 0 or more, or null for unlimited";
        if (command.InflightRunLimit.Value < 0)
            errors["inflightRunLimit"] = "must be 0 or more, or null for unlimited";
        return errors.Count == 0 ? null : Refusal.BadRequest("Some fields are not valid.", errors);
    }

    /// <summary>What was set, for the trail.</summary>
    public static (string Field, object? Value)[] Changed(ChangeOrganization command) =>
    [
        .. new (string Field, bool IsSet, object? Value)[]
        {
            ("name", command.Name.IsSet, command.Name.Value),
            ("channelRuntimeEnabled", command.ChannelRuntimeEnabled.IsSet, command.ChannelRuntimeEnabled.Value),
            ("agentKind", command.AgentKind.IsSet, command.AgentKind.Value),
            ("agentEndpoint", command.AgentEndpoint.IsSet, command.AgentEndpoint.Value),
            ("agentSecret", command.AgentSecret.IsSet, "********"),
            ("monthlyRunLimit", command.MonthlyRunLimit.IsSet, command.MonthlyRunLimit.Value),
            ("inflightRunLimit", command.InflightRunLimit.IsSet, command.InflightRunLimit.Value),
        }.Where(change => change.IsSet).Select(change => (change.Field, change.Value)),
    ];
}
