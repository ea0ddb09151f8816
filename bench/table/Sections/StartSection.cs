using Vespid.Bench.Table.Load;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>How long it takes until a process is ready.</summary>
internal sealed class StartSection(Usage usage, Action<string> say) : ISection
{
    private readonly Sheet _sheet = new("start", "Start-up", "start", "s to ready", "s to the first answer", "working set MB");

    public string Name => "start";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_sheet);
        _sheet.Note("From the start of the process until /readyz says that it is ready and the writer, asked every 20 ms (the health board asks its probes at most once a second); the first answer is that to an ingress request.");
        _sheet.Note("The process before was killed, so its lease has to be taken over.");
        await using var replies = await ReplySink.StartAsync(cancellationToken);
        await using var runtime = await RuntimeServer.CreateAsync(replies.Port, cancellationToken);
        await MeasureAsync("first, empty database", runtime, null, cancellationToken);
        var cases = await Cases.PrepareAsync(runtime, replies, "b", cancellationToken);
        for (var i = 1; i <= (usage.Quick ? 2 : 5); i++)
        {
            await runtime.KillAsync();
            await MeasureAsync($"existing database, {i}", runtime, cases[0], cancellationToken);
        }
    }

    private async Task MeasureAsync(string name, RuntimeServer runtime, Case? first, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var ready = await runtime.StartAsync(cancellationToken);
        double? answered = null;
        if (first is not null)
        {
            using var client = new LoadClient(runtime.Port, first.Traffic, (int)(started & 0xFFFFFF));
            await client.ConnectAsync();
            await client.SendOneAsync();
            answered = client.Errors == 0 ? TimeProvider.System.GetElapsedTime(started).TotalSeconds : null;
        }

        _sheet.Add(name, ready.TotalSeconds, answered, ProcessTimes.Memory(runtime.ProcessId).Now);
        say($"{name}: ready after {ready.TotalSeconds:F2} s");
    }
}
