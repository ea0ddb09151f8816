using System.Net;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Http;

/// <summary>Who a request comes from, seen through the proxies we trust.</summary>
internal static class ClientAddress
{
    private const int MostHops = 16;
    private const int SubscriberPrefixBytes = 8;

    /// <summary>
    /// Walks <c>X-Forwarded-For</c> from its end, which the nearest proxy wrote, and stops at the first address that is not a trusted proxy.
    /// What stands further left is the caller's own claim.
    /// </summary>
    public static IPAddress? Resolve(IPAddress? peer, string? forwardedFor, IReadOnlyCollection<IPNetwork> trusted)
    {
        var current = Plain(peer);
        if (current is null || forwardedFor is null || !IsTrusted(current, trusted))
            return current;

        var rest = forwardedFor.AsSpan();
        for (var hop = 0; hop < MostHops && !rest.IsEmpty; hop++)
        {
            var comma = rest.LastIndexOf(',');
            var claimed = rest[(comma + 1)..].Trim();
            rest = comma < 0 ? [] : rest[..comma];
            if (!TryParse(claimed, out var address))
                return current;
            current = address;
            if (!IsTrusted(current, trusted))
                return current;
        }

        return current;
    }

    /// <summary>The resolved address, once a request.</summary>
    public static string? Of(HttpContext context) => context.Features.Get<ClientAddressFeature>()?.Text ?? Plain(context.Connection.RemoteIpAddress)?.ToString();

    /// <summary>What a limit by address counts: of IPv6 the /64, which is what one subscriber is given.</summary>
    public static string LimitKeyOf(HttpContext context) => LimitKeyOf(Of(context));

    internal static string LimitKeyOf(string? address)
    {
        if (address is null || !address.Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(address, out var parsed))
            return address ?? "";
        return Convert.ToHexString(parsed.GetAddressBytes(), 0, SubscriberPrefixBytes);
    }

    /// <summary>IPv4 in its own form, whichever socket it came in through.</summary>
    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static bool IsTrusted(IPAddress address, IReadOnlyCollection<IPNetwork> trusted)
    {
        foreach (var network in trusted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>An address, also with a port behind it as some proxies write.</summary>
    private static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (IPEndPoint.TryParse(text, out var endPoint))
            address = Plain(endPoint.Address)!;
        return endPoint is not null;
    }
}
