using Vespid.Gateway.Hosting;

namespace Vespid.Tests.Unit.Gateway;

public sealed class GatewayOptionsTests
{
    public static TheoryData<string, Action<GatewayOptions>> Wrong => new()
    {
        { "ControlPort must be from 1 to 65535", options => options.ControlPort = 0 },
        { "must differ", options => options.IngressPort = options.ControlPort },
        { "AuthTokenSecret must have at least 1", options => options.AuthTokenSecret = "" },
        { "AuthTokenSecret must have at least 32", options => { Production(options); options.AuthTokenSecret = "short"; } },
        { "PasswordIterations must be from 600000", options => { Production(options); options.PasswordIterations = 599_999; } },
        { "SignupMode must be Pin or Closed", options => { Production(options); options.SignupMode = SignupMode.Open; } },
        { "ServiceTokens needs the current token", options => { Production(options); options.ServiceTokens.Clear(); } },
        { "ServiceTokens must have at least 32", options => { Production(options); options.ServiceTokens[0] = "dev-gateway-token"; } },
        { "ServiceTokens holds at most 2", options => { options.ServiceTokens.Add("b"); options.ServiceTokens.Add("c"); } },
        { "SignupPin is required", options => options.SignupMode = SignupMode.Pin },
        { "SessionCookieName", options => options.SessionCookieName = "a cookie" },
        { "MaxBodyBytes must be from 1024", options => options.MaxBodyBytes = 1_023 },
        { "CorsOrigin must be an origin", options => options.CorsOrigin = "https://console.example.org/" },
        { "AccessTokenTtl must be from 00:01:00", options => options.AccessTokenTtl = TimeSpan.FromSeconds(59) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_option_is_named_with_its_bound(string fault, Action<GatewayOptions> change) =>
        Assert.Contains(fault, new GatewayOptionsValidator().Validate(null, Settings.Valid(change)).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void Defaults_with_secrets_pass() => Assert.True(new GatewayOptionsValidator().Validate(null, Settings.Valid()).Succeeded);

    [Fact]
    public void Production_passes_with_its_rules_kept() =>
        Assert.Null(new GatewayOptionsValidator().Validate(null, Settings.Valid(Production)).FailureMessage);

    private static void Production(GatewayOptions options)
    {
        options.IsProduction = true;
        options.SignupMode = SignupMode.Closed;
        options.PasswordIterations = GatewayDefaults.PasswordIterations;
    }
}
