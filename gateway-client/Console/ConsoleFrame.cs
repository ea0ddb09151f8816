using Microsoft.AspNetCore.WebUtilities;

namespace Vespid.Gateway.Console;

/// <summary>What every page shows around its content.</summary>
/// <param name="User">E-mail address; null for a visitor who is not signed in.</param>
/// <param name="Organizations">To choose from.</param>
/// <param name="OrganizationId">The one that is shown.</param>
/// <param name="IsAdmin">Whether the console is open to the user.</param>
/// <param name="IsOperator">Whether the deployment's own pages are.</param>
/// <param name="Csrf">Sent with each change; null for a visitor.</param>
/// <param name="Path">Path of the page, without its query.</param>
/// <param name="RefreshedAt">When its content was read.</param>
/// <param name="Live">Whether the page can be followed.</param>
public sealed record ConsoleFrame(
    string? User, IReadOnlyList<ConsoleOrganization> Organizations, Guid? OrganizationId, bool IsAdmin, bool IsOperator, string? Csrf, string Path,
    DateTimeOffset RefreshedAt, bool Live)
{
    /// <summary>A link within the console that stays with the organisation shown.</summary>
    /// <param name="path">Path.</param>
    /// <param name="query">Names and values; those without a value are left out.</param>
    public string Link(string path, params (string Name, string? Value)[] query)
    {
        // The first one is shown without being named.
        var link = OrganizationId is { } id && id != Organizations[0].Id ? QueryHelpers.AddQueryString(path, ConsoleRule.OrganizationParameter, id.ToString()) : path;
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
                link = QueryHelpers.AddQueryString(link, name, value);
        }

        return link;
    }

    /// <summary>A route of the control API in the organisation shown.</summary>
    public string Api(string path) => $"/v1/orgs/{OrganizationId}{path}";
}

/// <summary>An organisation in the choice of organisations.</summary>
public sealed record ConsoleOrganization(Guid Id, string Name);
