using System.Net;

namespace Vespid.Gateway.Hosting;

/// <summary>Settings of the HTTP edge. Validated at start by <see cref="GatewayOptionsValidator"/>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Port of the control API and the console.</summary>
    public int ControlPort { get; set; } = GatewayDefaults.ControlPort;

    /// <summary>Port of the ingress, web chat and everything else the outside world reaches.</summary>
    public int IngressPort { get; set; } = GatewayDefaults.IngressPort;

    /// <summary>Port of the health routes.</summary>
    public int HealthPort { get; set; } = GatewayDefaults.HealthPort;

    /// <summary>Port of <c>/metrics</c>.</summary>
    public int MetricsPort { get; set; } = GatewayDefaults.MetricsPort;

    /// <summary>Production rules: secrets required, cookies only over TLS, no development routes.</summary>
    public bool IsProduction { get; set; }

    /// <summary>Signs access tokens, cookies and CSRF tokens; at least 32 characters in production.</summary>
    public string AuthTokenSecret { get; set; } = "";

    /// <summary>Key of the stored hashes of refresh tokens; at least 32 characters in production.</summary>
    public string RefreshTokenSecret { get; set; } = "";

    /// <summary>Life of an access token, 1 minute to 1 day.</summary>
    public TimeSpan AccessTokenTtl { get; set; } = GatewayDefaults.AccessTokenTtl;

    /// <summary>Life of a sign-in without a refresh, and of its cookie; 1 hour to 90 days.</summary>
    public TimeSpan SessionTtl { get; set; } = GatewayDefaults.SessionTtl;

    /// <summary>Name of the session cookie.</summary>
    public string SessionCookieName { get; set; } = GatewayDefaults.SessionCookieName;

    /// <summary>Rounds of PBKDF2 for new password hashes; at least 600,000 in production.</summary>
    public int PasswordIterations { get; set; } = GatewayDefaults.PasswordIterations;

    /// <summary>Who may sign up.</summary>
    public SignupMode SignupMode { get; set; } = SignupMode.Open;

    /// <summary>Needed as <c>pin</c> in a sign-up when <see cref="SignupMode"/> is <see cref="SignupMode.Pin"/>.</summary>
    public string? SignupPin { get; set; }

    /// <summary>Tokens of internal callers: the current one, then the one before it during a rotation.</summary>
    public IList<string> ServiceTokens { get; } = [];

    /// <summary>Whether a missing or wrong <c>x-org-id</c> refuses a call or only marks its answer.</summary>
    public OrgContextEnforcement OrgContextEnforcement { get; set; } = OrgContextEnforcement.Strict;

    /// <summary>Largest request body, 1 KiB to 16 MiB.</summary>
    public int MaxBodyBytes { get; set; } = GatewayDefaults.MaxBodyBytes;

    /// <summary>Sign-ins tried a minute from one address, and for one e-mail address.</summary>
    public int SignInPerMinute { get; set; } = GatewayDefaults.SignInPerMinute;

    /// <summary>Sign-ups a minute from one address.</summary>
    public int SignUpPerMinute { get; set; } = GatewayDefaults.SignUpPerMinute;

    /// <summary>Ingress requests that fail authenticity a minute from one address.</summary>
    public int FailedAuthenticityPerMinute { get; set; } = GatewayDefaults.FailedAuthenticityPerMinute;

    /// <summary>Ingress requests a second for one account.</summary>
    public int IngressPerSecond { get; set; } = GatewayDefaults.IngressPerSecond;

    /// <summary>Tries to register an edge a minute from one address.</summary>
    public int EdgeRegistrationsPerMinute { get; set; } = GatewayDefaults.EdgeRegistrationsPerMinute;

    /// <summary>Whether <c>/metrics/edges</c> answers.</summary>
    public bool EdgeMetrics { get; set; }

    /// <summary>Keys that each rate limit remembers at most, 1,000 to 1,000,000.</summary>
    public int RateLimitKeys { get; set; } = GatewayDefaults.RateLimitKeys;

    /// <summary>Visitors' event streams open at once, 1 to 100,000.</summary>
    public int MaxEventStreams { get; set; } = GatewayDefaults.MaxEventStreams;

    /// <summary>Requests that a standby forwards at once, 1 to 10,000.</summary>
    public int MaxForwardedRequests { get; set; } = GatewayDefaults.MaxForwardedRequests;

    /// <summary>Proxies whose <c>X-Forwarded-For</c> is believed.</summary>
    public IList<IPNetwork> TrustedProxies { get; } = [];

    /// <summary>The one other origin whose pages may call the control API; null for none.</summary>
    public string? CorsOrigin { get; set; }
}
