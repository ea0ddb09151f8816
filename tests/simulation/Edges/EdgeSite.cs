using System.Security.Cryptography;
using System.Text;
using Vespid.Storage.Edges;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>A host out there: what is true of it, whoever knows.</summary>
internal sealed class EdgeSite(int number, string region, string partner)
{
    /// <summary>Listed by every proxy, and no channel of these hosts: nobody is ever to be told of it.</summary>
    public const string Unprovisioned = "127.0.0.1:1080";

    public static readonly Guid Organization = new("00000000-0000-0000-0000-0000000000a1");

    private static readonly string[] Upstreams = ["xray-client:3080", "10.9.0.2:8907", "host.docker.internal:18443"];

    private readonly Dictionary<string, List<(TimeSpan At, bool Healthy)>> _flips = Upstreams.ToDictionary(static name => name, static _ => new List<(TimeSpan, bool)> { (TimeSpan.Zero, true) });

    public int Number => number;

    public string NodeId { get; } = $"n{number:D3}";

    public string Label { get; } = $"{partner}-{number:D3}";

    public string Region => region;

    public byte[] TokenHash { get; } = SHA256.HashData(Encoding.UTF8.GetBytes($"token of {number}"));

    public IReadOnlyList<string> Names => Upstreams;

    /// <summary>Whether the host runs.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>Whether the proxy answers for its metrics.</summary>
    public bool HasMetrics { get; set; } = true;

    /// <summary>Whether it reaches anybody.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Upstreams that the proxy does not list now.</summary>
    public HashSet<string> Unlisted { get; } = [];

    /// <summary>Whether what is true of it can be known.</summary>
    public bool IsSeen => IsUp && HasMetrics && !IsCutOff && Unlisted.Count == 0;

    public bool IsHealthy(string upstream) => _flips[upstream][^1].Healthy;

    public void Flip(string upstream, bool healthy, TimeSpan now)
    {
        if (IsHealthy(upstream) != healthy)
            _flips[upstream].Add((now, healthy));
    }

    /// <summary>Since when an upstream had been as it was then.</summary>
    public TimeSpan Since(string upstream, TimeSpan then) => _flips[upstream].FindLast(flip => flip.At <= then).At;

    public EdgeRecord Record() => new()
    {
        NodeId = NodeId,
        Ordinal = number,
        OrganizationId = Organization,
        PartnerId = partner,
        Label = Label,
        Domain = $"{NodeId}.edges.example",
        PublicIp = "198.51.100.7",
        Region = region,
        ChannelsWanted = ["xray", "awg", "hysteria2"],
        TokenHash = TokenHash,
    };
}
