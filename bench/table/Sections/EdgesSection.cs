using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>What a fleet of edges costs.</summary>
internal sealed class EdgesSection(Usage usage, Action<string> say) : ISection
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly Sheet _sheet = new(
        "edges", "Partner edges", "round", "edges", "reports/s", "server CPU % of the machine", "PostgreSQL CPU % of the machine", "both %", "p50 ms", "p99 ms", "working set MB", "errors");

    public string Name => "edges";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_sheet);
        var edges = usage.Quick ? 2_000 : 10_000;
        _sheet.Note("Each edge reports once a minute what its agent's script sends, evenly spread; one report in 500 changes an upstream, which is stored, accounted for and told to a webhook.");
        _sheet.Note("CPU: of all processors together; the client's is not in it. Latency: from the time that a report was due to the last byte of its answer.");
        _sheet.Note("The first round is that in which each edge's grain comes up and stores what it sees for the first time.");
        await using var alerts = await ReplySink.StartAsync(cancellationToken);
        await using var runtime = await RuntimeServer.CreateAsync(null, cancellationToken, new Dictionary<string, string> { ["OXPULSE_TG_WEBHOOK"] = alerts.Url });
        await runtime.StartAsync(cancellationToken);
        await runtime.Site.ExecuteAsync(cancellationToken, EdgeTraffic.Enroll(edges), "ANALYZE edges");
        using var traffic = new EdgeTraffic(runtime.Port, edges, Interval);
        await MeasureAsync("first", runtime, traffic, edges, cancellationToken);
        for (var round = 1; round <= (usage.Quick ? 1 : 2); round++)
            await MeasureAsync($"{round}", runtime, traffic, edges, cancellationToken);
        if (traffic.FirstError is { } error)
            say($"  {traffic.Errors} errors, the first: {error}");
        if (runtime.Warnings > 0)
            say($"  {runtime.Warnings} warnings: {runtime.LastWords}");
    }

    private async Task MeasureAsync(string name, RuntimeServer runtime, EdgeTraffic traffic, int edges, CancellationToken cancellationToken)
    {
        var errors = traffic.Errors;
        var (server, database, started) = (ProcessTimes.Seconds(runtime.ProcessId), runtime.Site.ProcessorSeconds, TimeProvider.System.GetTimestamp());
        var latencies = await traffic.RunAsync(Interval, cancellationToken);
        var capacity = TimeProvider.System.GetElapsedTime(started).TotalSeconds * Environment.ProcessorCount;
        var (serverPart, databasePart) = ((ProcessTimes.Seconds(runtime.ProcessId) - server) * 100 / capacity, (runtime.Site.ProcessorSeconds - database) * 100 / capacity);
        _sheet.Add(
            name, edges, latencies.Length * Environment.ProcessorCount / capacity, serverPart, databasePart, serverPart + databasePart,
            Rounds.Percentile(latencies, 0.5), Rounds.Percentile(latencies, 0.99), ProcessTimes.Memory(runtime.ProcessId).Now, traffic.Errors - errors);
        say($"{name}: {latencies.Length} reports, server {serverPart:F1} % and PostgreSQL {databasePart:F1} % of the machine, p50 {Rounds.Percentile(latencies, 0.5):F1} ms, p99 {Rounds.Percentile(latencies, 0.99):F1} ms");
    }
}
