using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>Debian's Caddy, started with nothing but its own interface: its configuration comes from the agent.</summary>
internal sealed class RealCaddy : IAsyncDisposable
{
    public const string Program = "/usr/bin/caddy";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private RealCaddy(Process process, string admin)
    {
        _process = process;
        Admin = admin;
    }

    /// <summary>Address of its interface, <c>host:port</c>.</summary>
    public string Admin { get; }

    public Uri Metrics => new($"http://{Admin}/metrics");

    public static async Task<RealCaddy> StartAsync(string folder, string address)
    {
        var admin = $"{address}:2019";
        var file = Path.Combine(folder, "first.Caddyfile");
        await File.WriteAllTextAsync(file, $"{{\n\tadmin {admin}\n}}\n");
        var start = new ProcessStartInfo(Program, ["run", "--adapter", "caddyfile", "--config", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = folder;
        start.Environment["XDG_DATA_HOME"] = folder;
        start.Environment["XDG_CONFIG_HOME"] = folder;
        var process = new Process { StartInfo = start };
        var caddy = new RealCaddy(process, admin);
        process.OutputDataReceived += (_, line) => caddy._output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => caddy._output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        await Wait.UntilAsync(
            async () =>
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"Caddy ended:\n{string.Join('\n', caddy._output)}");
                try
                {
                    return (await http.GetAsync(new Uri($"http://{admin}/config/"))).IsSuccessStatusCode;
                }
                catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            () => $"Caddy answers at {admin}; it printed:\n{string.Join('\n', caddy._output)}",
            TimeSpan.FromSeconds(60));
        return caddy;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
