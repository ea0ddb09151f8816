using System.Diagnostics;

namespace Vespid.Tests.Delivery.Support;

/// <summary>Runs programs of the machine.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task<Outcome> RunAsync(string program, params string[] arguments) => RunAsync(new Dictionary<string, string>(), program, arguments);

    /// <param name="variables">More of the environment.</param>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">As they are.</param>
    public static async Task<Outcome> RunAsync(IReadOnlyDictionary<string, string> variables, string program, params string[] arguments)
    {
        using var process = Start(variables, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Waited {Patience} for {program} {string.Join(' ', arguments)} to end");
        }

        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it in the checkout, with both streams to be read.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> variables, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryRoot.Path };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
