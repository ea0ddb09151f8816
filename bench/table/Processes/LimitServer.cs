using System.Globalization;

namespace Vespid.Bench.Table.Processes;

/// <summary>bench/limit on a database of its own.</summary>
internal sealed class LimitServer : ISystem, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Child? _child;

    private LimitServer(Site site) => Site = site;

    public int Port { get; } = Ports.Free();

    public int ProcessId => _child!.Id;

    public Site Site { get; }

    public static async Task<LimitServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new LimitServer(await Site.StartAsync(cancellationToken));
        try
        {
            server._child = Child.Start("vespid-bench-limit.dll", [server.Port.ToString(CultureInfo.InvariantCulture), server.Site.ConnectionString], new Dictionary<string, string>());
            _ = await Waiting.ForAsync(server.AnswersAsync, Patience, TimeSpan.FromMilliseconds(50), cancellationToken)
                ?? throw new TimeoutException($"The limit did not answer within {Patience}: {server._child.LastWords}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<double> AllocatedAsync() => double.Parse(await _http.GetStringAsync($"http://127.0.0.1:{Port}/"), CultureInfo.InvariantCulture);

    public Task ForgetMessagesAsync(CancellationToken cancellationToken) => Site.ExecuteAsync(cancellationToken, "TRUNCATE limit_messages", "CHECKPOINT");

    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
            await _child.DisposeAsync();
        await Site.DisposeAsync();
        _http.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await AllocatedAsync() > 0;
        }
        catch (HttpRequestException) when (!_child!.HasEnded)
        {
            return false;
        }
    }
}
