using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Channels;
using Vespid.Tests.Fuzz.Hosting;
using Vespid.Tests.Fuzz.Levels;

namespace Vespid.Tests.Fuzz;

/// <summary>A whole run: the adapters first, then the whole program over HTTP, looked at after a quarter and at the end.</summary>
internal static class FuzzRun
{
    /// <summary>Of a hundred cases. The rest goes to the control API.</summary>
    private const int AdapterShare = 60;
    private const int IngressShare = 30;

    /// <summary>Connections at once.</summary>
    private const int Connections = 16;

    public static async Task<FuzzReport> RunAsync(FuzzArguments arguments, CancellationToken cancellationToken)
    {
        var report = new FuzzReport(arguments.Seed);
        var adapters = new AdapterLevel();
        if (arguments.Replay is (var name, var number) && name == adapters.Name)
        {
            await ReplayAsync(adapters, number, report, cancellationToken);
            return report;
        }

        var ofAdapters = arguments.Replay is null ? arguments.Cases * AdapterShare / 100 : 0;
        var ofIngress = arguments.Cases * IngressShare / 100;
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Blocks(adapters, ofAdapters), cancellationToken, async (block, token) => await RunAsync(block, report, token));
        Note(report, $"adapters: {adapters.Channels} channels, {Seconds(started)} s");

        await using var host = await FuzzHost.StartAsync(cancellationToken);
        using var accounts = await IngressAccounts.MakeAsync(host, ChannelForm.All());
        using var operatorOfHost = await Tenant.SignInAsync(host);
        using var stranger = await Tenant.SignUpAsync(host, "stranger@example.com");
        var ingress = new IngressLevel(host, accounts, ChannelForm.All());
        var control = new ControlLevel(host, ControlRoute.Read(await DocumentAsync(host, cancellationToken)), operatorOfHost, stranger);
        if (arguments.Replay is (var level, var chosen))
            await ReplayAsync(level == ingress.Name ? ingress : control, chosen, report, cancellationToken);
        else
            await RunHttpAsync(host, Mixed(Blocks(ingress, ofIngress), Blocks(control, arguments.Cases - ofAdapters - ofIngress)), control, report, cancellationToken);

        foreach (var fault in await accounts.FaultsOfHappyPathAsync(host))
            report.Fail(fault);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        foreach (var line in host.Faults.Lines)
            report.Fail($"logged as an error: {line}");
        return report;
    }

    private static async Task RunHttpAsync(
        FuzzHost host, IReadOnlyList<(IFuzzLevel Level, long First, long Last)> blocks, ControlLevel control, FuzzReport report, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        var quarter = blocks.Count / 4;
        await Parallel.ForEachAsync(blocks.Take(quarter), parallel, async (block, token) => await RunAsync(block, report, token));
        var early = await MemoryLook.TakeAsync(host, cancellationToken);
        await Parallel.ForEachAsync(blocks.Skip(quarter), parallel, async (block, token) => await RunAsync(block, report, token));
        var late = await MemoryLook.TakeAsync(host, cancellationToken);
        Note(report, $"over HTTP: {control.Routes} operations of the control API, {Connections} connections, {Seconds(started)} s");
        Note(report, $"memory after 25 % and after all: {early}; {late}");
        if (late.FaultSince(early) is { } fault)
            report.Fail(fault);
    }

    private static async Task<JsonNode> DocumentAsync(FuzzHost host, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{host.ControlPort}/openapi/v1.json"), cancellationToken))!;
    }

    private static Task RunAsync((IFuzzLevel Level, long First, long Last) block, FuzzReport report, CancellationToken cancellationToken) =>
        block.Level.RunAsync(block.First, block.Last, report, cancellationToken);

    private static Task ReplayAsync(IFuzzLevel level, long number, FuzzReport report, CancellationToken cancellationToken) =>
        level.RunAsync(number - (number % level.BlockSize), number, report, cancellationToken);

    private static IReadOnlyList<(IFuzzLevel Level, long First, long Last)> Blocks(IFuzzLevel level, int cases) =>
    [
        .. Enumerable.Range(0, (cases + level.BlockSize - 1) / level.BlockSize).Select(block =>
            (level, (long)block * level.BlockSize, Math.Min(cases, (block + 1L) * level.BlockSize) - 1)),
    ];

    /// <summary>Both in the same proportion throughout.</summary>
    private static IReadOnlyList<T> Mixed<T>(IReadOnlyList<T> some, IReadOnlyList<T> others) =>
    [
        .. some.Select((item, i) => (item, At: (i + 0.5) / some.Count)).Concat(others.Select((item, i) => (item, At: (i + 0.5) / others.Count)))
            .OrderBy(pair => pair.At).Select(pair => pair.item),
    ];

    private static void Note(FuzzReport report, FormattableString line) => report.Note(line.ToString(CultureInfo.InvariantCulture));

    private static string Seconds(long started) => TimeProvider.System.GetElapsedTime(started).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
}
