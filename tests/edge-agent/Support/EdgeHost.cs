using System.Diagnostics;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>A machine's folders, below a temporary one, and its scripts run with dash.</summary>
internal sealed class EdgeHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Central? _central;

    public EdgeHost(Central? central)
    {
        _central = central;
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Tools);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("vespid-edge-").FullName;

    public string Root => Path.Combine(Folder, "root");

    /// <summary>Programs that are found before the machine's own.</summary>
    public string Tools => Path.Combine(Folder, "tools");

    public string Etc => Path.Combine(Root, "etc/oxpulse-partner-edge");

    public string Var => Path.Combine(Root, "var/lib/oxpulse-partner-edge");

    public string State => Path.Combine(Var, "agent");

    public string Sbin => Path.Combine(Root, "usr/local/sbin");

    public string Agent => Path.Combine(Sbin, "oxpulse-edge-agent");

    /// <summary>More of the environment; null takes a variable away.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>A metrics text instead of a proxy's.</summary>
    public string Metrics => Path.Combine(Folder, "metrics.txt");

    public static string Gauge(string upstream, int value) => $"caddy_reverse_proxy_upstreams_healthy{{upstream=\"{upstream}\"}} {value}\n";

    public async Task<ScriptResult> InstallAsync(params string[] arguments) =>
        await RunAsync(Path.Combine(RepositoryRoot.Scripts, "install.sh"), ["--partner-id=edge-c", "--domain=partner.example.com", .. arguments]);

    /// <summary>Installs with a fresh token.</summary>
    public async Task InstalledAsync()
    {
        Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;
        (await InstallAsync()).Ends(0);
        Environment.Remove("OXPULSE_PARTNER_TOKEN");
    }

    public Task<ScriptResult> AgentAsync(params string[] arguments) => RunAsync(Agent, arguments);

    public async Task<ScriptResult> RunAsync(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Waited {Patience.TotalSeconds:F0} s until {script} {string.Join(' ', arguments)} ended; it printed:\n{await output}\n{await errors}");
        }

        return new ScriptResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it without waiting; its output is there to be read.</summary>
    public Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("dash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        start.Environment["PATH"] = $"{Tools}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = Folder;
        // What a killed script leaves behind goes with the test.
        start.Environment["TMPDIR"] = Folder;
        start.Environment["OXPULSE_ROOT"] = Root;
        start.Environment["OXPULSE_RUNTIME"] = "none";
        start.Environment["OXPULSE_PUBLIC_IP"] = "198.51.100.7";
        start.Environment["OXPULSE_RETRY_PAUSE"] = "0";
        start.Environment["OXPULSE_CATCH_UP_PAUSE"] = "0";
        start.Environment["OXPULSE_CHANNEL_PROBE_TIMEOUT"] = "1";
        start.Environment["OXPULSE_CALL_TIMEOUT"] = "10";
        start.Environment["OXPULSE_TG_WEBHOOK"] = "none";
        start.Environment["OXPULSE_METRICS_SRC"] = Metrics;
        // Nobody listens there: what loads a configuration finds no proxy.
        start.Environment["OXPULSE_CADDY_ADMIN"] = "127.77.99.99:2019";
        start.Environment["OXPULSE_CH1_CANARY_URL"] = "http://127.77.99.99:3080/api/health";
        if (_central is not null)
            start.Environment["OXPULSE_BACKEND_URL"] = _central.Address.ToString().TrimEnd('/');
        foreach (var (name, value) in Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Ends it as a service manager does.</summary>
    public static async Task TerminateAsync(Process process)
    {
        using (var terminate = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await terminate.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Replaces the metrics at once.</summary>
    public void ShowMetrics(string text)
    {
        File.WriteAllText(Metrics + ".new", text);
        File.Move(Metrics + ".new", Metrics, overwrite: true);
    }

    /// <summary>Puts a program before the machine's own.</summary>
    public void AddTool(string name, string script)
    {
        var path = Path.Combine(Tools, name);
        File.WriteAllText(path, script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string ReadEtc(string file) => File.ReadAllText(Path.Combine(Etc, file));

    public string Status(string channel) => File.ReadAllLines(Path.Combine(Var, "channels-status.env"))
        .Last(line => line.StartsWith(channel + "=", StringComparison.Ordinal))[(channel.Length + 1)..];

    /// <summary>Everything that is rendered or identifies the node, by name.</summary>
    public SortedDictionary<string, string> Snapshot() => new(
        Directory.EnumerateFiles(Etc).ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
