using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Limits;

/// <summary>The limits of this process, and how often they refused.</summary>
internal sealed class RateLimits(IOptions<GatewayOptions> options, TimeProvider time, RateLimitMetrics metrics)
{
    private const int WebchatSessionsPerMinute = 60;
    private const int StatusPagesPerMinute = 120;

    /// <summary>Sign-ins by address.</summary>
    public RateLimiter<string> SignInByAddress { get; } = PerMinute(options.Value, time, options.Value.SignInPerMinute, metrics.Of("sign_in_address"));

    /// <summary>Sign-ins by e-mail address, wherever from.</summary>
    public RateLimiter<string> SignInByEmail { get; } = PerMinute(options.Value, time, options.Value.SignInPerMinute, metrics.Of("sign_in_email"));

    /// <summary>Sign-ups by address.</summary>
    public RateLimiter<string> SignUpByAddress { get; } = PerMinute(options.Value, time, options.Value.SignUpPerMinute, metrics.Of("sign_up"));

    /// <summary>Passes given to web chat visitors, by address.</summary>
    public RateLimiter<string> WebchatSessions { get; } = PerMinute(options.Value, time, WebchatSessionsPerMinute, metrics.Of("webchat_sessions"));

    /// <summary>Tries to register an edge, by address.</summary>
    public RateLimiter<string> EdgeRegistrations { get; } = PerMinute(options.Value, time, options.Value.EdgeRegistrationsPerMinute, metrics.Of("edge_registrations"));

    /// <summary>Looks at partners' public pages, by address.</summary>
    public RateLimiter<string> StatusPages { get; } = PerMinute(options.Value, time, StatusPagesPerMinute, metrics.Of("status_pages"));

    /// <summary>
    /// Ingress requests that failed authenticity, by address and the account that the path names: a vendor sends for all its customers
    /// from the same addresses, and one account with a wrong secret must not silence the others.
    /// </summary>
    public RateLimiter<(string Address, string Channel, string Key)> FailedAuthenticity { get; } =
        new(time, options.Value.FailedAuthenticityPerMinute, TimeSpan.FromMinutes(1), options.Value.RateLimitKeys, refused: metrics.Of("failed_authenticity"));

    /// <summary>Ingress requests by the account that the path names; the channel is empty for the unguessable route.</summary>
    public RateLimiter<(string Channel, string Key)> Ingress { get; } =
        new(time, options.Value.IngressPerSecond, TimeSpan.FromSeconds(1), options.Value.RateLimitKeys, refused: metrics.Of("ingress"));

    /// <summary>Whole seconds for <c>Retry-After</c>, at least one.</summary>
    public static int RetryAfter(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private static RateLimiter<string> PerMinute(GatewayOptions options, TimeProvider time, int permits, Action refused) =>
        new(time, permits, TimeSpan.FromMinutes(1), options.RateLimitKeys, StringComparer.Ordinal, refused);
}
