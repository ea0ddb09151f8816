using System.Diagnostics;

namespace Vespid.Storage.Server;

/// <summary>Runs PostgreSQL's programs under the right account.</summary>
internal sealed class ServerCommands(ServerPrograms programs, ServerAccount? account, TimeProvider time)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    public ServerAccount? Account => account;

    /// <exception cref="PrivatePostgresException">It failed or took longer than a minute.</exception>
    public Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var path = Path.Combine(programs.Folder, program);
        var (file, all) = account is null ? (path, arguments) : account.Wrap(path, arguments);
        return ExecuteAsync(file, all, program, cancellationToken);
    }

    /// <summary>Makes the server's account the owner of a file or folder, when that is another than ours.</summary>
    public Task GiveAsync(string path, CancellationToken cancellationToken) => account is null
        ? Task.CompletedTask
        : ExecuteAsync("chown", ["-R", $"{account.UserId}:{account.GroupId}", path], "chown", cancellationToken);

    private async Task ExecuteAsync(string file, string[] arguments, string name, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(LongestRun, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            process.Kill(entireProcessTree: true);
            throw new PrivatePostgresException($"{name} took longer than {LongestRun.TotalSeconds} seconds.", error);
        }

        if (process.ExitCode != 0)
        {
            var said = (await errors.ConfigureAwait(false)).Trim();
            throw new PrivatePostgresException($"{name} ended with {process.ExitCode}: {(said.Length > 0 ? said : (await output.ConfigureAwait(false)).Trim())}");
        }
    }
}
