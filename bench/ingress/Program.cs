using System.Globalization;
using Vespid.Bench.Ingress;

// Arguments: connections (default 64), rounds (default 5), seconds a round (default 4).
var connections = Argument(0, 64);
var rounds = Argument(1, 5);
var length = TimeSpan.FromSeconds(Argument(2, 4));

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (OperatingSystem.IsWindows())
    throw new PlatformNotSupportedException("The private database needs a Unix system.");
await using var servers = new Servers();
await servers.StartAsync();

var number = 1;
var results = new Dictionary<Target, List<Round>> { [servers.Limit] = [], [servers.Ours] = [] };
for (var round = -1; round < rounds; round++)
{
    foreach (var target in results.Keys)
    {
        var result = await Round.RunAsync(target, connections, length, number);
        number += connections;
        // The first round of each warms up.
        if (round >= 0)
            results[target].Add(result);
        Console.Error.WriteLine($"{(round < 0 ? "warm-up" : $"round {round + 1}")}: {target.Name} {result.PerSecond:F0}/s, p99 {result.P99:F1} ms");
    }
}

var limit = Round.Median(results[servers.Limit]);
var ours = Round.Median(results[servers.Ours]);
Console.WriteLine($"{connections} connections, median of {rounds} rounds of {length.TotalSeconds:F0} s, alternating, client on the same machine");
Console.WriteLine($"{"",-24}{"messages/s",12}{"p50 ms",10}{"p99 ms",10}");
Console.WriteLine($"{"limit",-24}{limit.PerSecond,12:F0}{limit.P50,10:F2}{limit.P99,10:F2}");
Console.WriteLine($"{"ours, accepted + run",-24}{ours.PerSecond,12:F0}{ours.P50,10:F2}{ours.P99,10:F2}");
Console.WriteLine($"{"ratio",-24}{ours.PerSecond / limit.PerSecond,12:F2}{ours.P50 / limit.P50,10:F2}{ours.P99 / limit.P99,10:F2}");
return 0;

int Argument(int index, int fallback) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : fallback;
