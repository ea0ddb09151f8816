namespace Vespid.Gateway.Access;

/// <summary>Roles in an organisation, and the deployment's own.</summary>
internal static class OrganizationRoles
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Member = "member";
    public const string Operator = "operator";

    /// <summary>Whether the role may change what is the organisation's.</summary>
    public static bool Manages(string role) => role is Owner or Admin or Operator;
}
