using Microsoft.Extensions.Options;

namespace Vespid.Gateway.Hosting;

/// <summary>Names every option that is out of bounds, and its bound.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public const int MinSecretLength = 32;
    private static readonly char[] CookieNameBreakers = [' ', '"', '(', ')', ',', '/', ':', ';', '<', '=', '>', '?', '@', '[', '\\', ']', '{', '}'];

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = new List<string>();
        Between(faults, nameof(options.ControlPort), options.ControlPort, 1, 65_535);
        Between(faults, nameof(options.IngressPort), options.IngressPort, 1, 65_535);
        Between(faults, nameof(options.HealthPort), options.HealthPort, 1, 65_535);
        Between(faults, nameof(options.MetricsPort), options.MetricsPort, 1, 65_535);
        int[] ports = [options.ControlPort, options.IngressPort, options.HealthPort, options.MetricsPort];
        if (ports.Distinct().Count() != ports.Length)
            faults.Add("ControlPort, IngressPort, HealthPort and MetricsPort must differ.");

        Secret(faults, nameof(options.AuthTokenSecret), options.AuthTokenSecret, options.IsProduction);
        Secret(faults, nameof(options.RefreshTokenSecret), options.RefreshTokenSecret, options.IsProduction);
        Between(faults, nameof(options.AccessTokenTtl), options.AccessTokenTtl, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Between(faults, nameof(options.SessionTtl), options.SessionTtl, TimeSpan.FromHours(1), TimeSpan.FromDays(90));
        Between(faults, nameof(options.PasswordIterations), options.PasswordIterations, options.IsProduction ? GatewayDefaults.PasswordIterations : 1_000, 10_000_000);
        if (options.SessionCookieName.Length == 0 || options.SessionCookieName.Any(c => char.IsControl(c) || !char.IsAscii(c) || CookieNameBreakers.Contains(c)))
            faults.Add("SessionCookieName must be a cookie name (RFC 6265 token).");
        if (options.SignupMode == SignupMode.Pin && string.IsNullOrEmpty(options.SignupPin))
            faults.Add("SignupPin is required when SignupMode is Pin.");
        if (options.IsProduction && options.SignupMode == SignupMode.Open)
            faults.Add("SignupMode must be Pin or Closed in production.");

        Tokens(faults, options);
        Between(faults, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1_024, 16 * 1024 * 1024);
        Between(faults, nameof(options.SignInPerMinute), options.SignInPerMinute, 1, 100_000);
        Between(faults, nameof(options.SignUpPerMinute), options.SignUpPerMinute, 1, 100_000);
        Between(faults, nameof(options.EdgeRegistrationsPerMinute), options.EdgeRegistrationsPerMinute, 1, 100_000);
        Between(faults, nameof(options.FailedAuthenticityPerMinute), options.FailedAuthenticityPerMinute, 1, 100_000);
        Between(faults, nameof(options.IngressPerSecond), options.IngressPerSecond, 1, 1_000_000);
        Between(faults, nameof(options.RateLimitKeys), options.RateLimitKeys, 1_000, 1_000_000);
        Between(faults, nameof(options.MaxEventStreams), options.MaxEventStreams, 1, 100_000);
        Between(faults, nameof(options.MaxForwardedRequests), options.MaxForwardedRequests, 1, 10_000);
        if (options.CorsOrigin is { } origin && !IsOrigin(origin))
            faults.Add("CorsOrigin must be an origin such as https://console.example.org, without a path.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Whether the text is a scheme, host and port as browsers send them in <c>Origin</c>.</summary>
    internal static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    private static void Tokens(List<string> faults, GatewayOptions options)
    {
        if (options.ServiceTokens.Count > 2)
            faults.Add("ServiceTokens holds at most 2: the current one and the one before it.");
        if (options.IsProduction && options.ServiceTokens.Count == 0)
            faults.Add("ServiceTokens needs the current token in production.");
        if (options.ServiceTokens.Any(token => token.Length == 0 || (options.IsProduction && token.Length < MinSecretLength)))
            faults.Add(options.IsProduction ? $"ServiceTokens must have at least {MinSecretLength} characters each in production." : "ServiceTokens must not be empty.");
    }

    private static void Secret(List<string> faults, string option, string value, bool production)
    {
        var least = production ? MinSecretLength : 1;
        if (value.Length < least)
            faults.Add($"{option} must have at least {least} characters{(production ? " in production" : "")}.");
    }

    private static void Between<T>(List<string> faults, string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            faults.Add($"{option} must be from {least} to {most}, not {value}.");
    }
}
