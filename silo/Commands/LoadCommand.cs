using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Vespid.Silo.Smoke;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid load</c>: many messages of one conversation a channel, some at a time, and how long the answers took.</summary>
internal static class LoadCommand
{
    /// <summary>More runs than this are not listed at once.</summary>
    private const int MostMessages = 200;

    public static Command Create()
    {
        var channels = new Option<string?>("--channels") { Description = "Channel ids with commas between them; telegram,slack,webchat without it." };
        var iterations = new Option<int?>("--iterations") { Description = $"Messages a channel, 1 to {MostMessages}; 40 without it." };
        var concurrency = new Option<int?>("--concurrency") { Description = "Messages at a time, 1 to 64; 8 without it." };
        var json = CommonOptions.Json();
        var command = new Command("load", "Loads some channels of a running process and shows p50 and p95. Exit code 1 when one fails. CHANNEL_LOAD_* variables name the target.")
        {
            channels, iterations, concurrency, json,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(channels), arguments.GetValue(iterations), arguments.GetValue(concurrency), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? channels, int? iterations, int? concurrency, bool json, CancellationToken cancellationToken)
    {
        var terminal = Terminal.Create();
        var target = new SmokeTarget("CHANNEL_LOAD_");
        var timeout = target.Milliseconds("TIMEOUT_MS", 30_000);
        var messages = Math.Clamp(iterations ?? target.Number("ITERATIONS", 40), 1, MostMessages);
        var atOnce = Math.Clamp(concurrency ?? target.Number("CONCURRENCY", 8), 1, 64);
        using var client = target.Client(timeout);
        var (ids, notPrepared) = await ChannelRuns.PrepareAsync(target, client, channels ?? target.Text("CHANNELS", "telegram,slack,webchat"), cancellationToken);
        if (ids.Count == 0)
            return notPrepared;

        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var results = new List<Result>();
        foreach (var id in ids)
        {
            var key = $"{target.Text("ACCOUNT_KEY", "load")}-{id}-{stamp}";
            var load = new ChannelSmoke(client, TimeProvider.System, key, timeout, target.Milliseconds("POLL_INTERVAL_MS", 150));
            IReadOnlyList<TimeSpan> latencies = [];
            var error = await ChannelRuns.TryAsync(async () => latencies = await load.RunAsync(id, messages, atOnce, cancellationToken), cancellationToken);
            var result = new Result(id, error, Percentile(latencies, 0.50), Percentile(latencies, 0.95));
            results.Add(result);
            if (!json)
                terminal.MarkupLineInterpolated(error is null
                    ? (FormattableString)$"[green]ok[/]     {id}: {messages} messages, p50 {result.P50:F1} ms, p95 {result.P95:F1} ms"
                    : $"[red]failed[/] {id}: {error}");
        }

        var passed = results.Count(result => result.Error is null);
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(new { passed, total = results.Count, channels = results }, JsonSerializerOptions.Web) : $"{passed}/{results.Count} channels passed");
        return passed == results.Count ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static double Percentile(IReadOnlyList<TimeSpan> latencies, double part) =>
        latencies.Count == 0 ? 0 : latencies.Order().ElementAt((int)((latencies.Count - 1) * part)).TotalMilliseconds;

    private sealed record Result(string Id, string? Error, double P50, double P95);
}
