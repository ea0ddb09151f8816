using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Vespid.Tests.Integration.Support;

/// <summary>The real program in a process of its own, killed and restarted at will.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private HostProcess(Process process, int offset)
    {
        _process = process;
        Control = new Uri($"http://127.0.0.1:{3001 + offset}");
        Ingress = new Uri($"http://127.0.0.1:{3002 + offset}");
        Health = new Uri($"http://127.0.0.1:{8080 + offset}");
        Metrics = new Uri($"http://127.0.0.1:{9464 + offset}");
        PortOffset = offset;
    }

    public Uri Control { get; }

    public Uri Ingress { get; }

    public Uri Health { get; }

    public Uri Metrics { get; }

    public int PortOffset { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it has printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it without waiting.</summary>
    public static HostProcess Start(string dataFolder, int offset, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataFolder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "vespid.dll"));
        start.ArgumentList.Add("run");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["VESPID_DATA_DIR"] = dataFolder;
        start.Environment["VESPID_PORT_OFFSET"] = offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["AUTH_USERNAME"] = ApiClient.Email;
        start.Environment["AUTH_PASSWORD"] = ApiClient.Password;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        var host = new HostProcess(process, offset);
        process.OutputDataReceived += (_, line) => host.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => host.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<HostProcess> StartReadyAsync(string dataFolder, int offset, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var host = Start(dataFolder, offset, settings, arguments);
        await host.WaitUntilReadyAsync();
        return host;
    }

    public Task WaitUntilReadyAsync() => Wait.UntilAsync(
        async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The host ended with {_process.ExitCode}:\n{Output}");
            return await StatusAsync("/readyz") == HttpStatusCode.OK;
        },
        () => $"the host is ready; it printed:\n{Output}",
        Patience);

    /// <summary>Status of a health route; null when nobody answers.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Health, path));
            return answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async Task<string> GetTextAsync(Uri url) => await _http.GetStringAsync(url);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by name, for example STOP or CONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to stop and waits for the end.</summary>
    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("CONT");
            Signal("TERM");
            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
        _http.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
