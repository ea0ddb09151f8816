namespace Vespid.Grains.Edges;

/// <summary>Which channel an upstream of the proxy's pool belongs to, by its port.</summary>
internal static class UpstreamChannels
{
    public const string DefaultNaivePort = "1080";

    /// <returns>Null for an upstream that no template has.</returns>
    public static string? Of(string upstream, string naivePort)
    {
        var colon = upstream.LastIndexOf(':');
        return colon < 0 ? null : upstream[(colon + 1)..] switch
        {
            "3080" => "xray",
            "8907" => "awg",
            "18443" => "hysteria2",
            // The host may have chosen another port (NAIVE_SOCKS_PORT), which is nowhere told: nothing else of the templates is dialled at this address.
            var port when port == naivePort || upstream[..colon] == "127.0.0.1" => "naive",
            _ => null,
        };
    }
}
