using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Limits;

/// <summary>The limits of this process.</summary>
internal sealed class RateLimits(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int WebchatSessionsPerMinute = 60;

    /// <summary>Sign-ins by address.</summary>
    public RateLimiter<string> SignInByAddress { get; } = PerMinute(options.Value, time, options.Value.SignInPerMinute);

    /// <summary>Sign-ins by e-mail address, wherever from.</summary>
    public RateLimiter<string> SignInByEmail { get; } = PerMinute(options.Value, time, options.Value.SignInPerMinute);

    /// <summary>Sign-ups by address.</summary>
    public RateLimiter<string> SignUpByAddress { get; } = PerMinute(options.Value, time, options.Value.SignUpPerMinute);

    /// <summary>Passes given to web chat visitors, by address.</summary>
    public RateLimiter<string> WebchatSessions { get; } = PerMinute(options.Value, time, WebchatSessionsPerMinute);

    /// <summary>
    /// Ingress requests that failed authenticity, by address and the account that the path names: a vendor sends for all its customers
    /// from the same addresses, and one account with a wrong secret must not silence the others.
    /// </summary>
    public RateLimiter<(string Address, string Channel, string Key)> FailedAuthenticity { get; } =
        new(time, options.Value.FailedAuthenticityPerMinute, TimeSpan.FromMinutes(1), options.Value.RateLimitKeys);

    /// <summary>Ingress requests by the account that the path names; the channel is empty for the unguessable route.</summary>
    public RateLimiter<(string Channel, string Key)> Ingress { get; } =
        new(time, options.Value.IngressPerSecond, TimeSpan.FromSeconds(1), options.Value.RateLimitKeys);

    /// <summary>Whole seconds for <c>Retry-After</c>, at least one.</summary>
    public static int RetryAfter(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private static RateLimiter<string> PerMinute(GatewayOptions options, TimeProvider time, int permits) =>
        new(time, permits, TimeSpan.FromMinutes(1), options.RateLimitKeys, StringComparer.Ordinal);
}
