using System.Text.Json;
using Vespid.Silo.Smoke;

namespace Vespid.Silo.Commands;

/// <summary>What the smoke and the load command share.</summary>
internal static class ChannelRuns
{
    /// <summary>The channels to try, signed in; none when that failed, which is said on standard error, and the exit code then.</summary>
    public static async Task<(IReadOnlyList<string> Channels, int ExitCode)> PrepareAsync(SmokeTarget target, SmokeClient client, string? wanted, CancellationToken cancellationToken)
    {
        var ids = SmokeTarget.Channels(wanted);
        if (ids.Count == 0)
        {
            await Console.Error.WriteLineAsync("--channels names no channel of the catalogue.");
            return ([], ExitCodes.BadConfiguration);
        }

        try
        {
            await target.SignInAsync(client, cancellationToken);
            return (ids, ExitCodes.Ok);
        }
        catch (Exception fault) when (fault is SmokeException or HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Signing in failed: {fault.Message}");
            return ([], fault is SmokeException ? ExitCodes.Failed : ExitCodes.Unreachable);
        }
    }

    /// <summary>Runs one channel; what went wrong, or null.</summary>
    public static async Task<string?> TryAsync(Func<Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run();
            return null;
        }
        catch (Exception fault) when (fault is SmokeException or HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return fault.Message;
        }
    }
}
