using System.Collections.Concurrent;
using System.Text;

namespace Vespid.Tests.Integration.Support;

/// <summary>Messages at a fixed pace, sent when their time has come whether or not those before were answered: a slow server does not slow it down.</summary>
internal sealed class PacedLoad(Uri ingress, IReadOnlyList<string> paths, int perSecond, int connections) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<(int Status, bool HasRetryAfter, TimeSpan Took)> _answers = new();
    private int _number;

    /// <summary>Status, whether it came with <c>Retry-After</c>, and how long it took from when it was due.</summary>
    public IReadOnlyCollection<(int Status, bool HasRetryAfter, TimeSpan Took)> Answers => _answers;

    public async Task RunAsync(TimeSpan length)
    {
        var open = new List<Task>();
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        var sent = 0;
        do
        {
            for (var due = TimeProvider.System.GetElapsedTime(started).TotalSeconds * perSecond; sent < due; sent++)
                open.Add(SendAsync(sent % paths.Count));
        }
        while (await timer.WaitForNextTickAsync() && TimeProvider.System.GetElapsedTime(started) < length);
        await Task.WhenAll(open);
    }

    public TimeSpan Percentile(double share)
    {
        var sorted = _answers.Select(answer => answer.Took).Order().ToList();
        return sorted[(int)((sorted.Count - 1) * share)];
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(int path)
    {
        var started = TimeProvider.System.GetTimestamp();
        var number = Interlocked.Increment(ref _number);
        // Conversations of their own, so that they wait for storage and not for each other.
        var body = Messages.Direct($"m-{number}", "flood", $"u-{number % 2000}").ToJsonString();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(ingress, paths[path]), content);
        _answers.Enqueue(((int)answer.StatusCode, answer.Headers.RetryAfter is not null, TimeProvider.System.GetElapsedTime(started)));
    }
}
