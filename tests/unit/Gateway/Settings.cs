using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>Options that pass their validator, with a change.</summary>
internal static class Settings
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    public static GatewayOptions Valid(Action<GatewayOptions>? change = null)
    {
        var options = new GatewayOptions { AuthTokenSecret = Secret, RefreshTokenSecret = Secret + "!", PasswordIterations = 1_000 };
        options.ServiceTokens.Add("service-token-of-these-tests-0123456789");
        change?.Invoke(options);
        return options;
    }

    public static IOptions<GatewayOptions> Of(Action<GatewayOptions>? change = null) => Options.Create(Valid(change));
}
