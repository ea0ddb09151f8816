namespace Vespid.Gateway.Access;

/// <summary>What a signed token is good for.</summary>
internal enum TokenKind
{
    /// <summary>Sent as a bearer token; short-lived, so nobody looks up whether its sign-in was ended.</summary>
    Access,

    /// <summary>Kept in the session cookie; lives as long as the sign-in, which is looked up on each use.</summary>
    Cookie,
}
