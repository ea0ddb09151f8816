using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>Internal callers with a service token. Checked before the body is read.</summary>
internal sealed record ServiceRule : AccessRule
{
    public override ValueTask<Refusal?> CheckAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var presented = headers.TryGetValue("x-service-token", out var service) ? service.ToString() : headers["x-gateway-token"].ToString();
        var tokens = context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.ServiceTokens;
        return ValueTask.FromResult(IsOneOf(presented, tokens) ? null : Refusals.Unauthorized);
    }

    /// <summary>Compares hashes, so that the time tells neither length nor content, and every token, so that it does not tell which.</summary>
    internal static bool IsOneOf(string presented, IEnumerable<string> tokens)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        var found = false;
        foreach (var token in tokens)
            found |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        return found && presented.Length > 0;
    }
}
