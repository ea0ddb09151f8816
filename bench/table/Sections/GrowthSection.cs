using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>The same load with more and more stored: what is not used should cost nothing.</summary>
internal sealed class GrowthSection(Usage usage, Action<string> say) : ISection
{
    private const int ActiveConversations = 1_000;
    private const int Connections = 64;
    private const int StoredMessages = 5_000_000;

    private static readonly int[] Sizes = [10, 1_000, 100_000];

    private Rounds? _smallest;
    private Rounds? _smallestLimit;

    private readonly Sheet _sheet = new(
        "growth", "Growth", "accounts", "stored messages", "messages/s", "of the smallest", "against the limit", "server µs", "PostgreSQL µs", "CPU of the smallest",
        "p50 ms", "p99 ms", "working set MB", "heap MB", "idle server CPU %", "idle PostgreSQL CPU %", "s to ready", "errors");

    public string Name => "growth";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_sheet);
        Explain();
        await using var limit = await LimitServer.StartAsync(cancellationToken);
        await using var runtime = await RuntimeServer.CreateAsync(null, cancellationToken);
        await runtime.StartAsync(cancellationToken);
        var loader = new Loader(cancellationToken);
        await loader.RunAsync(limit, Cases.Limit.Traffic, Connections, TimeSpan.FromSeconds(3));
        var from = 1;
        foreach (var accounts in Sizes)
        {
            await runtime.KillAsync();
            say($"filling in {accounts} accounts");
            await runtime.Site.ExecuteAsync(cancellationToken, Population.Accounts(from, accounts));
            from = accounts + 1;
            await MeasureAsync(loader, limit, runtime, accounts, 0, cancellationToken);
        }

        if (!usage.Large)
            return;
        await runtime.KillAsync();
        say($"filling in {StoredMessages} messages");
        await runtime.Site.ExecuteAsync(cancellationToken, Population.Messages(StoredMessages, Sizes[^1]));
        await MeasureAsync(loader, limit, runtime, Sizes[^1], StoredMessages, cancellationToken);
    }

    private async Task MeasureAsync(Loader loader, LimitServer limit, RuntimeServer runtime, int accounts, int stored, CancellationToken cancellationToken)
    {
        // What the size before left is done with.
        await runtime.Site.ExecuteAsync(
            cancellationToken, "UPDATE runs SET status = 'succeeded', finished_at = now() WHERE status = 'queued'", "VACUUM ANALYZE runs, inbound_messages", "CHECKPOINT");
        await limit.ForgetMessagesAsync(cancellationToken);
        var ready = await runtime.StartAsync(cancellationToken);
        var (idleServer, idleDatabase) = await IdleAsync(runtime, cancellationToken);

        // Evenly over all accounts, so that at the largest size each active conversation has an account of its own.
        var step = Math.Max(1, accounts / ActiveConversations);
        var traffic = new Traffic(
            ActiveConversations, conversation => $"/ingress/channels/telegram/{Population.KeyOf((conversation * step % accounts) + 1)}", "\"workflowsTriggered\":1");
        await loader.RunAsync(runtime, traffic, Connections, TimeSpan.FromSeconds(usage.Quick ? 4 : 6));
        var ours = new Rounds();
        var limits = new Rounds();
        for (var round = 0; round < usage.Rounds; round++)
        {
            limits.Add(await loader.RunAsync(limit, Cases.Limit.Traffic, Connections, usage.RoundLength));
            ours.Add(await loader.RunAsync(runtime, traffic, Connections, usage.RoundLength));
        }

        if (ours.FirstError is { } error)
            say($"  {ours.Errors} errors, the first: {error}");
        _smallest ??= ours;
        _smallestLimit ??= limits;
        var memory = ProcessTimes.Memory(runtime.ProcessId);
        var ratio = ours.RatioTo(limits) / _smallest.RatioTo(_smallestLimit);
        var cost = (ours.ServerCost + ours.DatabaseCost) / (_smallest.ServerCost + _smallest.DatabaseCost);
        _sheet.Add(
            accounts, stored, ours.PerSecond, ours.PerSecond / _smallest.PerSecond, ratio, ours.ServerCost, ours.DatabaseCost, cost,
            ours.Latency(0.50), ours.Latency(0.99), memory.Now, await runtime.HeapAsync() / (1024 * 1024), idleServer, idleDatabase, ready.TotalSeconds, ours.Errors);
        say($"{accounts} accounts, {stored} messages: {ours.PerSecond:F0}/s, against the limit {ratio:P0}, cost {cost:P0}, idle {idleServer:F1} % and {idleDatabase:F1} %");
        if (runtime.Warnings > 0)
            say($"  {runtime.Warnings} warnings: {runtime.LastWords}");
    }

    /// <summary>Processor time while nobody sends anything, in percent of one processor, once the start is over.</summary>
    private async Task<(double Server, double Database)> IdleAsync(RuntimeServer runtime, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(usage.Quick ? 4 : 6), TimeProvider.System, cancellationToken);
        var length = TimeSpan.FromSeconds(usage.Quick ? 4 : 8);
        var (server, database, started) = (ProcessTimes.Seconds(runtime.ProcessId), runtime.Site.ProcessorSeconds, TimeProvider.System.GetTimestamp());
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return ((ProcessTimes.Seconds(runtime.ProcessId) - server) * 100 / seconds, (runtime.Site.ProcessorSeconds - database) * 100 / seconds);
    }

    private void Explain()
    {
        _sheet.Note($"Case b, {Connections} connections, {ActiveConversations:N0} active conversations at each size, spread over as many accounts as there are up to that number; the process is started anew for each size.");
        _sheet.Note("Ten accounts an organisation, each organisation with one published workflow; all accounts are started.");
        _sheet.Note("Against the limit: the rate of the smallest case is 1, each rate divided by that of the limit in the rounds between; it takes out what the machine did meanwhile.");
        _sheet.Note("Idle: percent of one processor, with nobody sending.");
    }
}
