using System.Diagnostics;

namespace Vespid.Bench.Table.Processes;

/// <summary>A program of this build in a process of its own. What it says on standard error is kept, for when it fails.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int MostLines = 40;

    private readonly Process _process;
    private readonly Queue<string> _said = [];

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Lines on standard error.</summary>
    public int Lines { get; private set; }

    public string LastWords
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    public static Child Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new Child(Process.Start(start)!);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var text = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? text : throw new InvalidOperationException($"A program ended with {_process.ExitCode}: {LastWords}");
    }

    /// <summary>As a crash would end it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            Lines++;
            _said.Enqueue(line);
            if (_said.Count > MostLines)
                _said.Dequeue();
        }
    }
}
