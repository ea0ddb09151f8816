using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Which URLs tenants may name as targets. What a name resolves to is checked again at each connection.</summary>
public sealed class TenantUrls(IOptions<ChannelOptions> options)
{
    private const int MaxLength = 2048;

    /// <summary>An absolute https URL without user and password, or an http one whose host the operator allows.</summary>
    public bool TryParse(string? text, [NotNullWhen(true)] out Uri? url)
    {
        if (text is null || text.Length > MaxLength || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out url))
        {
            url = null;
            return false;
        }

        return url.UserInfo.Length == 0 && url.Host.Length > 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsAllowed(url.Host, url.Port)));
    }

    /// <summary>Whether the operator has listed the host, with this port or without one.</summary>
    internal bool IsAllowed(string host, int port)
    {
        var bare = host.Trim('[', ']');
        var allowed = options.Value.AllowedHosts;
        return allowed.Contains(host) || allowed.Contains(bare) || allowed.Contains($"{host}:{port}") || allowed.Contains($"{bare}:{port}");
    }
}
