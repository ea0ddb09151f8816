using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Chaos.World;

/// <summary>One of the places where a process of the runtime runs: its ports, and the process that is there now.</summary>
internal sealed class HostSlot(string name, int offset, string logFile) : IAsyncDisposable
{
    private const int LastLines = 25;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Lock _gate = new();
    private readonly StreamWriter _log = new(logFile) { AutoFlush = true };
    private Process? _process;
    private volatile bool _endExpected = true;

    public string Name => name;

    public Uri Control { get; } = new($"http://127.0.0.1:{3001 + offset}");

    public Uri Ingress { get; } = new($"http://127.0.0.1:{3002 + offset}");

    public Uri Health { get; } = new($"http://127.0.0.1:{8080 + offset}");

    /// <summary>Number of the process that was started last.</summary>
    public int ProcessNumber { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Told when a process ends that nobody ended.</summary>
    public event Action<string>? Fell;

    public void Start(int number, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(logFile) };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        start.Environment["VESPID_PORT_OFFSET"] = offset.ToString(CultureInfo.InvariantCulture);

        _process?.Dispose();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) =>
        {
            if (!_endExpected)
                Fell?.Invoke($"process {number} at {name} ended by itself");
        };
        Keep($"-- process {number}");
        (_process, ProcessNumber, _endExpected, IsEndAllowed) = (process, number, false, false);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>From now on it may end by itself.</summary>
    public void AllowEnd() => (_endExpected, IsEndAllowed) = (true, true);

    /// <summary>Whether the present process may end by itself, and not well.</summary>
    public bool IsEndAllowed { get; private set; }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _endExpected = true;
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by name.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>SIGTERM, and the end.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> StopAsync(TimeSpan patience)
    {
        _endExpected = true;
        Signal("TERM");
        try
        {
            await _process!.WaitForExitAsync().WaitAsync(patience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return null;
        }
    }

    public async Task<bool> IsReadyAsync() => await AskAsync("/readyz") is (HttpStatusCode.OK, _);

    public async Task<bool> IsActiveAsync() => await AskAsync("/healthz") is (_, { } body) && (bool?)body["active"] == true;

    /// <summary>What it says of its health, and what it printed last.</summary>
    public async Task<string> TellAsync()
    {
        var health = await AskAsync("/healthz");
        return $"Health: {health?.Body?.ToJsonString() ?? "no answer"}. It printed last:\n{string.Join('\n', File.ReadLines(logFile).TakeLast(LastLines))}";
    }

    public async ValueTask DisposeAsync()
    {
        _endExpected = true;
        if (IsRunning)
        {
            Signal("CONT");
            await StopAsync(TimeSpan.FromSeconds(20));
        }

        _process?.Dispose();
        _http.Dispose();
        lock (_gate)
            _log.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)?> AskAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Health, path));
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            if (_log.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
        }
    }
}
