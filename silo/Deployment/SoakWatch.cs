using System.Text.Json;

namespace Vespid.Silo.Deployment;

/// <summary>Looks at a running process again and again and keeps what it saw, as lines of JSON.</summary>
internal sealed class SoakWatch(HttpClient http, Uri health, Uri metrics, TimeProvider clock) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static SoakWatch Of(Uri health, Uri metrics) =>
        new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 8 * 1024 * 1024 }, health, metrics, TimeProvider.System);

    public static async Task<IReadOnlyList<SoakSample>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var samples = new List<SoakSample>();
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            if (line.Length > 0)
                samples.Add(JsonSerializer.Deserialize<SoakSample>(line, Web) ?? throw new JsonException($"{file} holds a line that is no sample."));
        }

        return samples;
    }

    /// <summary>How often in a row the health route answered 200, of three times.</summary>
    public async Task<int> HealthAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var good = 0;
        for (var i = 0; i < GateRules.HealthSamples; i++)
        {
            if (i > 0)
                await Task.Delay(interval, clock, cancellationToken);
            good = await IsReadyAsync(cancellationToken) ? good + 1 : 0;
        }

        return good;
    }

    /// <summary>Takes samples for a while, each told at once.</summary>
    public async Task WatchAsync(TimeSpan length, TimeSpan interval, Func<SoakSample, Task> take, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        var started = clock.GetTimestamp();
        do
        {
            await take(await SampleAsync(cancellationToken));
        }
        while (clock.GetElapsedTime(started) < length && await timer.WaitForNextTickAsync(cancellationToken));
    }

    public static string Line(SoakSample sample) => JsonSerializer.Serialize(sample, Web);

    public void Dispose() => http.Dispose();

    private async Task<SoakSample> SampleAsync(CancellationToken cancellationToken)
    {
        var ready = await IsReadyAsync(cancellationToken);
        var figures = new Figures(0, 0, new Dictionary<string, double>());
        try
        {
            figures = Figures.Read(await http.GetStringAsync(metrics, cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Without figures it is no good sample.
            ready = false;
        }

        return new SoakSample(clock.GetUtcNow(), ready, figures.Uptime, figures.QueueDepth, figures.RoundTrips);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(health, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
