using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Vespid.Bench.Table.Load;

/// <summary>Edges that report once each interval, evenly spread; now and then an upstream of one changes. What the agent's script sends, form and all.</summary>
internal sealed class EdgeTraffic(int port, int edges, TimeSpan interval) : IDisposable
{
    private const string Boundary = "vespid-bench-boundary";
    private const int ReportsToOneChange = 500;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly bool[] _isDown = new bool[edges];
    private readonly Random _chance = new(1);
    private readonly string _run = string.Create(CultureInfo.InvariantCulture, $"boot-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}");
    private ConcurrentQueue<int> _latencies = [];
    private long _reports;
    private int _errors;

    public int Errors => Volatile.Read(ref _errors);

    public string? FirstError { get; private set; }

    /// <summary>Puts the edges into the database; their tokens are known here.</summary>
    public static string Enroll(int edges) => string.Create(CultureInfo.InvariantCulture, $"""
        WITH organization AS (INSERT INTO organizations (id, name) VALUES (gen_random_uuid(), 'edges') RETURNING id),
        partner AS (INSERT INTO partners (id, organization_id, max_nodes) SELECT 'edge-c', id, {edges} FROM organization RETURNING id, organization_id)
        INSERT INTO edges (node_id, organization_id, partner_id, label, domain, public_ip, region, token_hash)
        SELECT 'node-' || i, partner.organization_id, partner.id, 'edge-' || i, 'e' || i || '.example.com', '198.51.100.7', 'region-' || i % 20,
            sha256(convert_to('stkn_' || lpad(i::text, 43, '0'), 'UTF8'))
        FROM partner, generate_series(1, {edges}) AS i
        """);

    /// <summary>Sends what falls due for so long.</summary>
    /// <returns>Microseconds from the time that each report was due to its answer.</returns>
    public async Task<int[]> RunAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var first = _reports;
        var underWay = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await timer.WaitForNextTickAsync(cancellationToken) && TimeProvider.System.GetElapsedTime(started) < length)
        {
            var due = first + (long)(TimeProvider.System.GetElapsedTime(started) / interval * edges);
            for (; _reports < due; _reports++)
                underWay.Add(SendAsync(_reports, started + (long)((_reports - first) * (interval.TotalSeconds / edges) * TimeProvider.System.TimestampFrequency), cancellationToken));
            underWay.RemoveAll(static task => task.IsCompleted);
        }

        await Task.WhenAll(underWay);
        return [.. Interlocked.Exchange(ref _latencies, []).Order()];
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(long number, long due, CancellationToken cancellationToken)
    {
        var (edge, seq) = ((int)(number % edges), (number / edges) + 1);
        if (seq > 1 && _chance.Next(ReportsToOneChange) == 0)
            _isDown[edge] = !_isDown[edge];
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/api/partner/edge-report"))
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Form(edge + 1, seq, _isDown[edge]))),
            };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", string.Create(CultureInfo.InvariantCulture, $"stkn_{edge + 1:D43}"));
            request.Headers.Accept.ParseAdd("text/plain");
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                Failed($"{(int)answer.StatusCode} {text}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            Failed(fault.Message);
        }

        _latencies.Enqueue((int)TimeProvider.System.GetElapsedTime(due).TotalMicroseconds);
    }

    private void Failed(string why)
    {
        Interlocked.Increment(ref _errors);
        FirstError ??= why;
    }

    private string Form(int number, long seq, bool isDown)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var form = new StringBuilder();
        (string Name, string Value)[] fields =
        [
            ("node_id", string.Create(CultureInfo.InvariantCulture, $"node-{number}")), ("seq", seq.ToString(CultureInfo.InvariantCulture)), ("boot_id", _run), ("sent_at", now),
            ("reason", "tick"), ("interval_s", "60"), ("agent_version", "1.0.0"), ("installer_version", "0.12.46"), ("service_active", "1"), ("upstreams_ok", "1"),
            ("upstreams_http_status", "200"), ("upstreams_sampled_at", now), ("channels_ok", "1"), ("undelivered", "0"),
        ];
        foreach (var (name, value) in fields)
            form.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        File(form, "upstreams", Metrics(isDown));
        File(form, "channels", "xray=active\nawg=active\nhysteria2=active\nnaive=skipped\n");
        File(form, "probes", $"ch1 ok 41 {now}\nch2 ok 12 {now}\nch3 ok 57 {now}\n");
        return form.Append("--").Append(Boundary).Append("--\r\n").ToString();
    }

    private static void File(StringBuilder form, string name, string text) =>
        form.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"; filename=\"").Append(name)
            .Append("\"\r\nContent-Type: text/plain\r\n\r\n").Append(text).Append("\r\n");

    private static string Metrics(bool isDown) => $$"""
        # HELP caddy_reverse_proxy_upstreams_healthy Health status of reverse proxy upstreams.
        # TYPE caddy_reverse_proxy_upstreams_healthy gauge
        caddy_reverse_proxy_upstreams_healthy{upstream="10.9.0.2:8907"} 1
        caddy_reverse_proxy_upstreams_healthy{upstream="127.0.0.1:1080"} 0
        caddy_reverse_proxy_upstreams_healthy{upstream="host.docker.internal:18443"} 1
        caddy_reverse_proxy_upstreams_healthy{upstream="xray-client:3080"} {{(isDown ? 0 : 1)}}

        """;
}
