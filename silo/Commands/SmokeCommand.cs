using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Vespid.Silo.Smoke;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid smoke</c>: one accepted and one malformed message a channel against a running process, over HTTP.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        var channels = new Option<string?>("--channels") { Description = "Channel ids with commas between them; all 21 without it." };
        var json = CommonOptions.Json();
        var command = new Command("smoke", "Tries every channel of a running process. Exit code 1 when one fails. CHANNEL_SMOKE_* variables name the target.") { channels, json };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(channels), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? wanted, bool json, CancellationToken cancellationToken)
    {
        var terminal = Terminal.Create();
        var target = new SmokeTarget("CHANNEL_SMOKE_");
        var timeout = target.Milliseconds("TIMEOUT_MS", 5000);
        using var client = target.Client(timeout);
        var (ids, notPrepared) = await ChannelRuns.PrepareAsync(target, client, wanted, cancellationToken);
        if (ids.Count == 0)
            return notPrepared;

        var smoke = new ChannelSmoke(client, TimeProvider.System, target.Text("ACCOUNT_KEY", "main"), timeout, target.Milliseconds("POLL_INTERVAL_MS", 100));
        var results = new List<(string Channel, string? Error)>();
        foreach (var id in ids)
        {
            var error = await ChannelRuns.TryAsync(() => smoke.RunAsync(id, cancellationToken), cancellationToken);
            results.Add((id, error));
            if (!json)
                terminal.MarkupLineInterpolated(error is null ? (FormattableString)$"[green]ok[/]     {id}" : $"[red]failed[/] {id}: {error}");
        }

        var passed = results.Count(result => result.Error is null);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { passed, total = results.Count, channels = results.Select(result => new { id = result.Channel, ok = result.Error is null, error = result.Error }) })
            : $"{passed}/{results.Count} channels passed");
        return passed == results.Count ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
