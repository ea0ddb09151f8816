namespace Vespid.Bench.Ingress;

/// <summary>One loaded stretch of time against one server.</summary>
/// <param name="PerSecond">Messages answered a second.</param>
/// <param name="P50">Median, milliseconds.</param>
/// <param name="P99">99th percentile, milliseconds.</param>
internal sealed record Round(double PerSecond, double P50, double P99)
{
    public static async Task<Round> RunAsync(Target target, int connections, TimeSpan length, int numberFrom)
    {
        const int Senders = 1_000;
        var clients = Enumerable.Range(0, connections).Select(i => new LoadClient(target.Port, target.Path, numberFrom + i, Senders)).ToList();
        var latencies = clients.Select(_ => new List<int>(100_000)).ToList();
        foreach (var client in clients)
            await client.ConnectAsync();
        using var stop = new CancellationTokenSource(length);
        var started = TimeProvider.System.GetTimestamp();
        var sent = await Task.WhenAll(clients.Select((client, i) => client.RunAsync(latencies[i], target.Expected, stop.Token)));
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        clients.ForEach(client => client.Dispose());

        var all = latencies.SelectMany(list => list).Order().ToArray();
        return new Round(sent.Sum() / elapsed.TotalSeconds, Percentile(all, 0.50), Percentile(all, 0.99));
    }

    public static Round Median(IReadOnlyList<Round> rounds) => rounds.OrderBy(round => round.PerSecond).ElementAt(rounds.Count / 2);

    private static double Percentile(int[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)] / 1000.0;
}

/// <summary>A server under load.</summary>
/// <param name="Name">Shown in the table.</param>
/// <param name="Port">On loopback.</param>
/// <param name="Path">Of the ingress.</param>
/// <param name="Expected">Part of each answer; null to look only at the status.</param>
internal sealed record Target(string Name, int Port, string Path, string? Expected);
