namespace Vespid.Channels;

/// <summary>Answer to a request for an access token.</summary>
internal abstract record AccessToken
{
    private AccessToken()
    {
    }

    /// <param name="Value">Sent as a credential; never logged.</param>
    /// <param name="Lifetime">From now on.</param>
    public sealed record Granted(string Value, TimeSpan Lifetime) : AccessToken
    {
        /// <summary>Names nothing.</summary>
        public override string ToString() => "[redacted]";
    }

    /// <summary>No token, and so nothing was sent.</summary>
    public sealed record Denied(SendResult Result) : AccessToken;
}
