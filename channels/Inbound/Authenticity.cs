namespace Vespid.Channels;

/// <summary>Whether a request comes from the platform it claims to come from.</summary>
public abstract record Authenticity
{
    private Authenticity()
    {
    }

    /// <summary>A configured secret was proven.</summary>
    public sealed record Authentic : Authenticity
    {
        public static readonly Authentic Instance = new();
    }

    /// <summary>The account has no secret: nothing was proven, and whether such requests are served is the caller's decision.</summary>
    public sealed record Unsigned : Authenticity
    {
        public static readonly Unsigned Instance = new();
    }

    /// <summary>The proof is missing or wrong.</summary>
    /// <param name="Reason">Reason code, <c>telegram_secret_token_invalid</c> for example.</param>
    /// <param name="RequiredStatus">HTTP status that the vendor insists on, if it does.</param>
    /// <param name="RequiredBody">JSON that the vendor insists on with that status, if it does.</param>
    public sealed record Failed(string Reason, int? RequiredStatus = null, string? RequiredBody = null) : Authenticity;
}
