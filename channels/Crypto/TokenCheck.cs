namespace Vespid.Channels;

/// <summary>What a token proved.</summary>
internal abstract record TokenCheck
{
    private TokenCheck()
    {
    }

    /// <param name="Claims">Now believed.</param>
    /// <param name="Key">The key that signed.</param>
    public sealed record Valid(BodyReader Claims, PublishedKey Key) : TokenCheck;

    public sealed record Invalid : TokenCheck;

    /// <summary>The issuer's keys cannot be had at the moment.</summary>
    public sealed record Unavailable : TokenCheck;
}
