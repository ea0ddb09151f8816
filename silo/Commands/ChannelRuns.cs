using System.Text.Json;
using Vespid.Silo.Smoke;

namespace Vespid.Silo.Commands;

/// <summary>What the smoke and the load command share.</summary>
internal static class ChannelRuns
{
    /// <summary>Exit code after <see cref="PrepareAsync"/> gave nothing.</summary>
    public static int NotPrepared { get; private set; } = ExitCodes.BadConfiguration;

    /// <summary>The channels to try, signed in; null when that failed, which is said on standard error.</summary>
    public static async Task<IReadOnlyList<string>?> PrepareAsync(SmokeTarget target, SmokeClient client, string? wanted, CancellationToken cancellationToken)
    {
        var ids = SmokeTarget.Channels(wanted);
        if (ids.Count == 0)
        {
            await Console.Error.WriteLineAsync("--channels names no channel of the catalogue.");
            return null;
        }

        try
        {
            await target.SignInAsync(client, cancellationToken);
            return ids;
        }
        catch (Exception fault) when (fault is SmokeException or HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Signing in failed: {fault.Message}");
            NotPrepared = fault is SmokeException ? ExitCodes.Failed : ExitCodes.Unreachable;
            return null;
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
