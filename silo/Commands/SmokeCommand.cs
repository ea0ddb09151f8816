using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Vespid.Channels;
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
        var ids = Select(wanted);
        if (ids.Count == 0)
        {
            await Console.Error.WriteLineAsync("--channels names no channel of the catalogue.");
            return ExitCodes.BadConfiguration;
        }

        var timeout = TimeSpan.FromMilliseconds(Number("CHANNEL_SMOKE_TIMEOUT_MS", 5000));
        using var client = new SmokeClient(
            Value("CHANNEL_SMOKE_API_BASE_URL", "http://localhost:3001"), Value("CHANNEL_SMOKE_GATEWAY_BASE_URL", "http://localhost:3002"), timeout);
        try
        {
            await SignInAsync(client, cancellationToken);
        }
        catch (Exception fault) when (fault is SmokeException or HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Signing in failed: {fault.Message}");
            return fault is SmokeException ? ExitCodes.Failed : ExitCodes.Unreachable;
        }

        var smoke = new ChannelSmoke(
            client, TimeProvider.System, Value("CHANNEL_SMOKE_ACCOUNT_KEY", "main"), timeout, TimeSpan.FromMilliseconds(Number("CHANNEL_SMOKE_POLL_INTERVAL_MS", 100)));
        var results = await TryAllAsync(smoke, ids, json, cancellationToken);
        Report(results, json);
        return results.All(result => result.Error is null) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static IReadOnlyList<string> Select(string? wanted)
    {
        var names = wanted?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. ChannelCatalog.All.Select(channel => channel.Id).Where(id => names is null || names.Contains(id))];
    }

    private static Task SignInAsync(SmokeClient client, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("CHANNEL_SMOKE_TOKEN") is { Length: > 0 } token
            && Environment.GetEnvironmentVariable("CHANNEL_SMOKE_ORG_ID") is { Length: > 0 } organization)
        {
            client.Use(token, organization);
            return Task.CompletedTask;
        }

        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return client.SignUpAsync(
            Value("CHANNEL_SMOKE_EMAIL", $"channels-smoke-{stamp}@example.com"), Value("CHANNEL_SMOKE_PASSWORD", "Password123"), cancellationToken);
    }

    private static async Task<IReadOnlyList<Result>> TryAllAsync(ChannelSmoke smoke, IReadOnlyList<string> ids, bool json, CancellationToken cancellationToken)
    {
        var results = new List<Result>();
        foreach (var id in ids)
        {
            var result = await TryAsync(smoke, id, cancellationToken);
            results.Add(result);
            if (!json)
                AnsiConsole.MarkupLineInterpolated(result.Error is null ? (FormattableString)$"[green]ok[/]    {id}" : $"[red]failed[/] {id}: {result.Error}");
        }

        return results;
    }

    private static async Task<Result> TryAsync(ChannelSmoke smoke, string id, CancellationToken cancellationToken)
    {
        try
        {
            await smoke.RunAsync(id, cancellationToken);
            return new Result(id, null);
        }
        catch (Exception fault) when (fault is SmokeException or HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new Result(id, fault.Message);
        }
    }

    private static void Report(IReadOnlyList<Result> results, bool json)
    {
        var passed = results.Count(result => result.Error is null);
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { passed, total = results.Count, channels = results.Select(result => new { id = result.Channel, ok = result.Error is null, error = result.Error }) }));
        else
            Console.Out.WriteLine($"{passed}/{results.Count} channels passed");
    }

    private static string Value(string name, string fallback) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;

    private static int Number(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private sealed record Result(string Channel, string? Error);
}
