namespace Vespid.Gateway.Hosting;

/// <summary>What a missing or wrong <c>x-org-id</c> does.</summary>
public enum OrgContextEnforcement
{
    /// <summary>400.</summary>
    Strict,

    /// <summary>Response header <c>x-org-context-warning</c>.</summary>
    Warn,
}
