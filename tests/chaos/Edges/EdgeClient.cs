using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Chaos.Load;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>One edge: it changes, and tells each change until somebody says that it is known.</summary>
internal sealed class EdgeClient(int number, HttpClient http, IReadOnlyList<HostSlot> targets, AcknowledgementLog log, ConcurrentQueue<string> refusals)
{
    public static readonly string[] Upstreams = ["xray-client:3080", "10.9.0.2:8907", "host.docker.internal:18443"];

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private readonly bool[] _healthy = [true, true, true];
    private long _seq;
    private int _turn;

    public string NodeId { get; } = string.Create(CultureInfo.InvariantCulture, $"node-{number:D3}");

    public string Label { get; } = string.Create(CultureInfo.InvariantCulture, $"edge-{number:D3}");

    public string Region { get; } = number % 2 == 0 ? "pl-waw" : "de-fra";

    /// <summary>SHA-256 of its bearer, in hexadecimal.</summary>
    public string TokenHash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

    private string Token { get; } = string.Create(CultureInfo.InvariantCulture, $"stkn_{number:D43}");

    public bool IsHealthy(int upstream) => _healthy[upstream];

    /// <summary>Changes what is true, and returns once that is known and on the disk.</summary>
    public async Task TellAsync(params IReadOnlyList<(int Upstream, bool Healthy)> changes)
    {
        foreach (var (upstream, healthy) in changes)
            _healthy[upstream] = healthy;
        var sentAt = TimeProvider.System.GetUtcNow();
        var report = Report(++_seq, sentAt);
        while (await TryAsync(report) is { } wait)
            await Task.Delay(wait, TimeProvider.System);
        await log.AddAsync(new Acknowledgement(
            string.Create(CultureInfo.InvariantCulture, $"{NodeId} {_seq} {string.Concat(_healthy.Select(static healthy => healthy ? '1' : '0'))}"),
            sentAt, TimeProvider.System.GetUtcNow(), IsPolled: false));
    }

    /// <returns>When to try again; null when it is known.</returns>
    private async Task<TimeSpan?> TryAsync(string report)
    {
        var target = targets[(int)((uint)_turn++ % targets.Count)];
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Ingress, "/api/partner/edge-report"))
            {
                Content = new StringContent(report, Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            using var answer = await http.SendAsync(request);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                    return null;
                case HttpStatusCode.TooManyRequests:
                    return Budget;
                case < HttpStatusCode.InternalServerError:
                    refusals.Enqueue($"{NodeId}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                    return Budget;
                default:
                    return Again;
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return Again;
        }
    }

    private string Report(long seq, DateTimeOffset at)
    {
        var metrics = new StringBuilder("# TYPE caddy_reverse_proxy_upstreams_healthy gauge\n");
        for (var i = 0; i < Upstreams.Length; i++)
            metrics.Append("caddy_reverse_proxy_upstreams_healthy{upstream=\"").Append(Upstreams[i]).Append("\"} ").Append(_healthy[i] ? '1' : '0').Append('\n');
        return new JsonObject
        {
            ["schema"] = 1,
            ["node_id"] = NodeId,
            ["seq"] = seq,
            ["boot_id"] = $"{NodeId}-boot",
            ["sent_at"] = at.ToString("O", CultureInfo.InvariantCulture),
            ["reason"] = "change",
            ["interval_s"] = 60,
            ["upstreams"] = new JsonObject { ["ok"] = true, ["http_status"] = 200, ["text"] = metrics.ToString() },
            ["channels"] = new JsonObject { ["ok"] = true, ["text"] = "xray=active\nawg=active\nhysteria2=active\nnaive=skipped\n" },
        }.ToJsonString();
    }
}
