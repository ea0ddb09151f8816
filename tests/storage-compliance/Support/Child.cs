using System.Diagnostics;
using System.Globalization;

namespace Vespid.Tests.Storage.Support;

/// <summary>A process that runs <see cref="ChildProgram"/>.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new Child(Process.Start(start)!);
    }

    /// <summary>Next line it says.</summary>
    public async Task<string> LineAsync(string expected)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(Longest) ?? throw new InvalidOperationException($"The process ended; expected it to say '{expected}'.");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Longest.TotalSeconds} s in vain for the process to say '{expected}'.");
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>Asks it to end in good order.</summary>
    public async Task EndAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        await _process.WaitForExitAsync().WaitAsync(Longest);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(0, kill.ExitCode);
    }
}
