using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vespid.Vendors;

/// <summary>ngircd on a free loopback port, as an unprivileged user.</summary>
public sealed class RealIrcServer : IAsyncDisposable
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string Program = "/usr/sbin/ngircd";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ngircd");
    private readonly Ledger<string> _log = new();
    private readonly Process _process = new();

    private RealIrcServer(int port) => Port = port;

    public int Port { get; }

    /// <param name="port">Zero for a free one.</param>
    public static async Task<RealIrcServer> StartAsync(int port = 0)
    {
        var server = new RealIrcServer(port == 0 ? FreePort() : port);
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync()
    {
        var file = Path.Combine(_folder.FullName, "ngircd.conf");
        await File.WriteAllTextAsync(file, $"""
            [Global]
            Name = irc.test.local
            Info = test
            Listen = 127.0.0.1
            Ports = {Port}
            MotdPhrase = hello
            [Limits]
            MaxConnectionsIP = 0
            [Options]
            DNS = no
            Ident = no
            PAM = no
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }

        string[] command = [Program, "-n", "-f", file];
        if (Environment.IsPrivilegedProcess)
            command = ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command];
        _process.StartInfo = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process.OutputDataReceived += (_, line) => _log.Record(line.Data ?? string.Empty);
        _process.ErrorDataReceived += (_, line) => _log.Record(line.Data ?? string.Empty);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _log.WaitAsync(lines => lines.Any(line => line.Contains("Now listening on", StringComparison.Ordinal)), "ngircd to listen", Patience);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
