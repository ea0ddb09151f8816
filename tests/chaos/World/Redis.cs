using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.World;

/// <summary>A Redis server of the run's own, which lists the silos.</summary>
internal sealed class Redis : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private Redis(Process process, int port) => (_process, _port) = (process, port);

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{_port}");

    public static async Task<Redis> StartAsync(string folder)
    {
        var port = 6379 + PortOffsets.Take();
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", folder })
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("Silos need the program redis-server on the PATH.");
        }

        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var redis = new Redis(process, port);
        await Wait.UntilAsync(redis.AnswersAsync, "Redis answers", TimeSpan.FromSeconds(20));
        return redis;
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

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
