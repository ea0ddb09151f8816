using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vespid.Channels;

/// <summary>What channels share that verify issuers' tokens or send with access tokens.</summary>
internal static class CryptoHosting
{
    public static IServiceCollection AddIssuers(this IServiceCollection services)
    {
        services.TryAddSingleton<KeyFetch>();
        services.TryAddSingleton<PublishedKeys>();
        services.TryAddSingleton<TokenVerifier>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<AccessTokenRequests>();
        services.AddHttpClient(KeyFetch.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.MaxResponseDrainSize = 64 * 1024;
                handler.MaxResponseHeadersLength = 32;
            }).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services;
    }
}
