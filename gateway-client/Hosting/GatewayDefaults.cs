namespace Vespid.Gateway.Hosting;

/// <summary>Defaults of <see cref="GatewayOptions"/>.</summary>
public static class GatewayDefaults
{
    public const int ControlPort = 3001;
    public const int IngressPort = 3002;
    public const int HealthPort = 8080;
    public const int MetricsPort = 9464;
    public const string SessionCookieName = "vespid_session";
    public const int PasswordIterations = 600_000;
    public const int MaxBodyBytes = 1024 * 1024;
    public const int SignInPerMinute = 10;
    public const int SignUpPerMinute = 10;
    public const int FailedAuthenticityPerMinute = 10;
    public const int IngressPerSecond = 1_000;
    public const int EdgeRegistrationsPerMinute = 10;
    public const int RateLimitKeys = 50_000;
    public const int MaxEventStreams = 1_000;
    public const int MaxForwardedRequests = 256;
    public static readonly TimeSpan AccessTokenTtl = TimeSpan.FromSeconds(900);
    public static readonly TimeSpan SessionTtl = TimeSpan.FromSeconds(604_800);
}
