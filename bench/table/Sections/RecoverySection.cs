using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>A start with a long outbox.</summary>
internal sealed class RecoverySection(Usage usage, Action<string> say) : ISection
{
    private const int Entries = 1_000_000;
    private const int Accounts = 100;

    private readonly Sheet _sheet = new(
        "recovery", "Recovery with 1,000,000 outbox entries waiting", "lanes", "s to ready", "s to the first reply", "replies", "in s", "replies/s", "server µs", "PostgreSQL µs",
        "working set MB before", "after", "at most", "replies twice");

    public string Name => "recovery";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_sheet);
        _sheet.Note($"Over {Accounts} accounts, posted one after the other in each lane to a loopback receiver in the client's process; the process before was killed.");
        foreach (var lanes in (int[])[Entries / 100, Entries])
            await MeasureAsync(lanes, cancellationToken);
    }

    private async Task MeasureAsync(int lanes, CancellationToken cancellationToken)
    {
        await using var replies = await ReplySink.StartAsync(cancellationToken);
        await using var runtime = await RuntimeServer.CreateAsync(replies.Port, cancellationToken);
        await runtime.StartAsync(cancellationToken);
        var before = ProcessTimes.Memory(runtime.ProcessId).Now;
        await runtime.KillAsync();
        say($"filling in {Entries} entries in {lanes} lanes");
        await runtime.Site.ExecuteAsync(cancellationToken, [.. Population.Accounts(1, Accounts, replies.Url), .. Population.Outbox(Entries, lanes, Accounts)]);

        var started = TimeProvider.System.GetTimestamp();
        var ready = await runtime.StartAsync(cancellationToken);
        _ = await Waiting.ForAsync(() => Task.FromResult(replies.Count > 0), TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(5), cancellationToken)
            ?? throw new TimeoutException($"There was no reply within a minute: {runtime.LastWords}");
        var first = TimeProvider.System.GetElapsedTime(started);
        say($"ready after {ready.TotalSeconds:F1} s, first reply after {first.TotalSeconds:F1} s");

        var (count, server, database, since) = (replies.Count, ProcessTimes.Seconds(runtime.ProcessId), runtime.Site.ProcessorSeconds, TimeProvider.System.GetTimestamp());
        for (var i = 0; i < (usage.Quick ? 3 : 5); i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
            say($"{replies.Count} replies, {ProcessTimes.Memory(runtime.ProcessId).Now:F0} MB");
        }

        var seconds = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        var sent = replies.Count - count;
        var memory = ProcessTimes.Memory(runtime.ProcessId);
        _sheet.Add(
            lanes, ready.TotalSeconds, first.TotalSeconds, sent, seconds, sent / seconds,
            (ProcessTimes.Seconds(runtime.ProcessId) - server) * 1e6 / Math.Max(1, sent), (runtime.Site.ProcessorSeconds - database) * 1e6 / Math.Max(1, sent),
            before, memory.Now, memory.Most, (int)await runtime.Site.CountAsync("SELECT count(*) FROM outbox WHERE possible_duplicate", cancellationToken));
        if (runtime.Warnings > 0)
            say($"  {runtime.Warnings} warnings: {runtime.LastWords}");
    }
}
