using System.Globalization;
using Vespid.Vendors;

namespace Vespid.Bench.Table.Processes;

/// <summary>The runtime on a database of its own. Can be killed and started again.</summary>
internal sealed class RuntimeServer : ISystem, IAsyncDisposable
{
    public const string Email = "bench@example.com";
    public const string Password = "bench password";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly int _offset = PortOffsets.Take();
    private readonly int? _repliesPort;
    private readonly IReadOnlyDictionary<string, string> _more;
    private Child? _child;

    private RuntimeServer(Site site, int? repliesPort, IReadOnlyDictionary<string, string> more) => (Site, _repliesPort, _more) = (site, repliesPort, more);

    public Site Site { get; }

    /// <summary>Of the ingress.</summary>
    public int Port => 3002 + _offset;

    public string ControlUrl => Url(3001);

    public int ProcessId => _child!.Id;

    /// <summary>Warnings and errors that it wrote since it was started.</summary>
    public int Warnings => _child!.Lines;

    public string LastWords => _child!.LastWords;

    /// <param name="repliesPort">On loopback, where its accounts may send to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="more">Further settings.</param>
    public static async Task<RuntimeServer> CreateAsync(int? repliesPort, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? more = null) =>
        new(await Site.StartAsync(cancellationToken), repliesPort, more ?? new Dictionary<string, string>());

    /// <returns>From the start of the process until it says that it is ready and the writer.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        _child = Child.Start("vespid.dll", ["run", "--no-demo"], new Dictionary<string, string>(_more)
        {
            ["DATABASE_URL"] = Site.ConnectionString,
            ["VESPID_DATA_DIR"] = Site.Folder,
            ["VESPID_PORT_OFFSET"] = _offset.ToString(CultureInfo.InvariantCulture),
            ["VESPID_LOG_LEVEL"] = "Warning",
            ["CHANNEL_INGRESS_RATE_PER_SEC"] = "1000000",
            ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = _repliesPort is { } port ? $"127.0.0.1:{port}" : "",
            ["AUTH_SIGNIN_PER_MIN"] = "1000",
            ["AUTH_USERNAME"] = Email,
            ["AUTH_PASSWORD"] = Password,
        });
        _ = await Waiting.ForAsync(IsReadyAsync, Patience, TimeSpan.FromMilliseconds(20), cancellationToken)
            ?? throw new TimeoutException($"The runtime was not ready within {Patience}: {LastWords}");
        return TimeProvider.System.GetElapsedTime(started);
    }

    public async Task KillAsync()
    {
        if (_child is not null)
            await _child.DisposeAsync();
        _child = null;
    }

    public Task<double> AllocatedAsync() => MetricAsync("dotnet_gc_heap_total_allocated");

    /// <summary>Live bytes after the last collection.</summary>
    public Task<double> HeapAsync() => MetricAsync("dotnet_gc_last_collection_heap_size");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Site.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Sum over all labels.</summary>
    private async Task<double> MetricAsync(string name)
    {
        var lines = (await _http.GetStringAsync(Url(9464) + "/metrics")).Split('\n').Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal));
        return lines.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_child!.HasEnded)
            throw new InvalidOperationException($"The runtime ended: {LastWords}");
        try
        {
            using var answer = await _http.GetAsync(Url(8080) + "/readyz");
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains("\"active\":true", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port + _offset}");
}
