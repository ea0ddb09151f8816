namespace Vespid.Gateway.Console;

/// <summary>Whom a page of the console is for.</summary>
internal enum ConsoleAudience
{
    /// <summary>Everybody who is signed in.</summary>
    User,

    /// <summary>Owners and admins of an organisation, and the deployment's operator.</summary>
    Admin,

    /// <summary>The deployment's operator.</summary>
    Operator,
}
