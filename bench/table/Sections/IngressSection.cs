using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>The runtime against the limit, round by round in turn.</summary>
internal sealed class IngressSection(Usage usage, Action<string> say) : ISection
{
    private const int MostStatements = 12;

    private readonly Sheet _main = new(
        "ingress", "Ingress against the limit", "connections", "case", "messages/s", "of the limit", "p50 ms", "p95 ms", "p99 ms",
        "server µs", "PostgreSQL µs", "CPU of the limit", "client µs", "allocated B", "messages", "errors");

    private readonly Sheet _cycles = new(
        "cycles", "Complete cycle: message in, turn, reply out", "connections", "messages", "replies", "replies/s", "p50 ms", "p95 ms", "p99 ms", "s after the load");

    private readonly Sheet _statements = new(
        "statements", "Statements", "connections", "case", "calls a message", "µs a message", "WAL B a message", "statement");

    public string Name => "ingress";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_main);
        if (usage.Cases.Contains('c', StringComparison.Ordinal))
            sheets.Add(_cycles);
        if (usage.Statements)
            sheets.Add(_statements);
        Explain();
        await using var replies = await ReplySink.StartAsync(cancellationToken);
        await using var limit = await LimitServer.StartAsync(cancellationToken);
        await using var runtime = await RuntimeServer.CreateAsync(replies.Port, cancellationToken);
        if (usage.Statements)
            await runtime.Site.CountStatementsAsync(cancellationToken);
        var first = await runtime.StartAsync(cancellationToken);
        say($"first start, with an empty database: {first.TotalSeconds:F1} s");
        var cases = await Cases.PrepareAsync(runtime, replies, usage.Cases, cancellationToken);
        var loader = new Loader(cancellationToken);
        await WarmUpAsync(loader, limit, runtime, cases, replies, cancellationToken);
        foreach (var connections in usage.Connections)
            await MeasureAsync(loader, limit, runtime, cases, replies, connections, cancellationToken);
        _main.Note($"The runtime wrote {runtime.Warnings} warnings.");
        if (runtime.Warnings > 0)
            say(runtime.LastWords);
    }

    private async Task WarmUpAsync(
        Loader loader, LimitServer limit, RuntimeServer runtime, IReadOnlyList<Case> cases, ReplySink replies, CancellationToken cancellationToken)
    {
        say("warm-up");
        var length = usage.Quick ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(8);
        await loader.RunAsync(limit, Cases.Limit.Traffic, 32, length);
        foreach (var one in cases)
            await loader.RunAsync(runtime, one.Traffic, 32, length, one.IsAnswered ? Drain(replies, cancellationToken) : null);
    }

    private async Task MeasureAsync(
        Loader loader, LimitServer limit, RuntimeServer runtime, IReadOnlyList<Case> cases, ReplySink replies, int connections, CancellationToken cancellationToken)
    {
        var limits = cases.ToDictionary(one => one, _ => new Rounds());
        var ours = cases.ToDictionary(one => one, _ => new Rounds());
        var costs = cases.ToDictionary(one => one, _ => new StatementCosts());
        await limit.ForgetMessagesAsync(cancellationToken);
        await runtime.Site.ExecuteAsync(cancellationToken, "TRUNCATE inbound_messages, runs, outbox", "CHECKPOINT");
        replies.TakeLatencies();
        for (var round = 0; round < usage.Rounds; round++)
        {
            foreach (var one in cases)
            {
                var bound = await loader.RunAsync(limit, Cases.Limit.Traffic, connections, usage.RoundLength);
                if (usage.Statements)
                    await TakeAsync(runtime.Site, null, cancellationToken);
                var own = await loader.RunAsync(runtime, one.Traffic, connections, usage.RoundLength, one.IsAnswered ? Drain(replies, cancellationToken) : null);
                if (usage.Statements)
                    await TakeAsync(runtime.Site, costs[one], cancellationToken);
                limits[one].Add(bound);
                ours[one].Add(own);
                say($"{connections} connections, round {round + 1}: limit {bound.PerSecond:F0}/s, {one.Name} {own.PerSecond:F0}/s");
                if (own.FirstError is { } error)
                    say($"  {own.Errors} errors, the first: {error}");
            }
        }

        var all = new Rounds();
        foreach (var some in limits.Values)
            all.AddAll(some);
        Show(connections, Cases.Limit.Name, all, null);
        foreach (var one in cases)
        {
            Show(connections, one.Name, ours[one], limits[one]);
            foreach (var (statement, calls, milliseconds, wal) in costs[one].Ordered.Take(MostStatements))
            {
                var messages = (double)ours[one].Messages;
                _statements.Add(connections, one.Name, calls / messages, milliseconds * 1000 / messages, wal / messages, Sheet.Cell(statement));
            }
        }

        if (cases.FirstOrDefault(one => one.IsAnswered) is { } answered)
            ShowCycles(connections, ours[answered], replies.TakeLatencies());
    }

    private static async Task TakeAsync(Site site, StatementCosts? costs, CancellationToken cancellationToken)
    {
        await using var connection = await site.OpenAsync(cancellationToken);
        await (costs is null ? StatementCosts.ForgetAsync(connection, cancellationToken) : costs.TakeAsync(connection, cancellationToken));
    }

    private void Show(int connections, string name, Rounds rounds, Rounds? limit) => _main.Add(
        connections, name, rounds.PerSecond, limit is null ? 1.0 : rounds.RatioTo(limit), rounds.Latency(0.50), rounds.Latency(0.95), rounds.Latency(0.99),
        rounds.ServerCost, rounds.DatabaseCost, limit is null ? 1.0 : (rounds.ServerCost + rounds.DatabaseCost) / (limit.ServerCost + limit.DatabaseCost),
        rounds.ClientCost, rounds.Allocated, rounds.Messages, rounds.Errors);

    private void ShowCycles(int connections, Rounds rounds, List<int> latencies)
    {
        var sorted = latencies.Order().ToArray();
        _cycles.Add(
            connections, rounds.Messages, sorted.Length, rounds.PerSecondToTheEnd,
            Rounds.Percentile(sorted, 0.50), Rounds.Percentile(sorted, 0.95), Rounds.Percentile(sorted, 0.99), rounds.SecondsAfter);
    }

    /// <summary>Waits until each message has its reply, as long as replies come.</summary>
    private Func<int, Task> Drain(ReplySink replies, CancellationToken cancellationToken)
    {
        var before = replies.Count;
        return async messages =>
        {
            var atMost = TimeSpan.FromSeconds(usage.Quick ? 15 : 30);
            if (await Waiting.ForAsync(() => Task.FromResult(replies.Count - before >= messages), atMost, TimeSpan.FromMilliseconds(5), cancellationToken) is null)
                say($"  {replies.Count - before} of {messages} replies within {atMost.TotalSeconds:F0} s after the load");
        };
    }

    private void Explain()
    {
        _main.Note($"{usage.Rounds} rounds of {usage.RoundLength.TotalSeconds:F1} s each, in turn with a round of the limit; rates and ratios are medians of the rounds, latencies are over all of them.");
        _main.Note("The limit is an HTTP server that parses the message and inserts one row by the same group commit, answering after the commit: bench/limit.");
        _main.Note("µs: processor time a message, of the server's process and of its PostgreSQL server with all back ends, 10 ms exact a round. In case c it counts until the last reply is out.");
        _main.Note("The client is one process, that which prints this table; it takes from the same processors, so rates are comparable only side by side.");
        _main.Note("1,000 conversations of one account take turns. Case a: a sender that is not on the allow list; 600 refusals a minute are stored, the others only answered. Case c: the built-in echo agent, replies posted to a loopback receiver in the client's process.");
        _cycles.Note("From the send of the message to the arrival of its reply, as the client saw both; replies/s over the load and the time after it until the last reply.");
    }
}
