using System.Net.Http.Headers;

namespace Vespid.Channels;

/// <summary>How one POST ended. Errors are fixed words: an exception's text can hold the URL, and that can hold a secret.</summary>
public abstract record PostResult
{
    private PostResult()
    {
    }

    /// <param name="Status">HTTP status.</param>
    /// <param name="RetryAfter">From the header, at most a day.</param>
    /// <param name="Body">Null when it was not wanted, too long, or lost on the way.</param>
    public sealed record Answered(int Status, TimeSpan? RetryAfter, byte[]? Body) : PostResult
    {
        internal HttpResponseHeaders? Headers { get; init; }

        /// <summary>First value of a header of the answer.</summary>
        internal string? Header(string name) => Headers is { } headers && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
    }

    /// <summary>Nothing was written.</summary>
    public sealed record NotSent(string Error) : PostResult;

    /// <summary>The address is one that tenants may not reach.</summary>
    public sealed record AddressRefused : PostResult;

    /// <summary>Written, and no answer.</summary>
    public sealed record Lost(string Error) : PostResult;
}
