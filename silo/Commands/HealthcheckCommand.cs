using System.CommandLine;
using System.Globalization;
using Vespid.Gateway.Hosting;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid healthcheck</c>: asks the process on this machine, for containers and scripts.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "Health route.", DefaultValueFactory = _ => DefaultUrl() };
        var command = new Command("healthcheck", "Asks a running process how it is. Exit code 1 when it is not ready, 3 when it does not answer.") { url };
        command.SetAction((arguments, cancellationToken) => AskAsync(arguments.GetValue(url)!, cancellationToken));
        return command;
    }

    /// <summary>The process that the same variables would start here.</summary>
    private static string DefaultUrl()
    {
        var offset = int.TryParse(Environment.GetEnvironmentVariable("VESPID_PORT_OFFSET"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{GatewayDefaults.HealthPort + offset}/healthz");
    }

    private static async Task<int> AskAsync(string url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            using var answer = await client.GetAsync(url, cancellationToken);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {fault.Message}");
            return ExitCodes.Unreachable;
        }
    }
}
