using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Vespid.Storage.Server;

/// <summary>What lies where in the data folder.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed partial class ServerFolder
{
    // Where the server's data goes when root's data folder lies below a folder that the server's account may not enter, such as /root.
    private const string Reachable = "/var/lib/vespid";

    private readonly string _root;

    private ServerFolder(string root) => _root = root;

    public string Cluster => Path.Combine(_root, "data");

    public string Sockets => Path.Combine(_root, "run");

    public string Password => Path.Combine(_root, "password");

    public string InitialPassword => Path.Combine(_root, "initial-password");

    public string Settings => Path.Combine(_root, "server.conf");

    public string StartLog => Path.Combine(_root, "run", "start.log");

    public string StartLock => Path.Combine(_root, "start.lock");

    public string UseLock => Path.Combine(_root, "use.lock");

    /// <summary>Major version of the cluster; null when there is none yet.</summary>
    public int? ClusterVersion =>
        File.Exists(Path.Combine(Cluster, "PG_VERSION")) && File.Exists(Path.Combine(Cluster, "global", "pg_control"))
            ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
            : null;

    public static ServerFolder Prepare(string dataFolder, ServerAccount? account, ILogger logger)
    {
        var full = Path.GetFullPath(dataFolder);
        Directory.CreateDirectory(full);
        if (account is not null)
            File.SetUnixFileMode(full, File.GetUnixFileMode(full) | UnixFileMode.OtherExecute);
        var root = Path.Combine(full, "postgres");
        if (account is not null && !MayEnter(full))
        {
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)).AsSpan(0, 8));
            root = Path.Combine(Directory.CreateDirectory(Reachable).FullName, name);
            LogRelocated(logger, full, root);
        }

        var folder = new ServerFolder(root);
        Directory.CreateDirectory(root);
        if (account is not null)
            File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        MakePrivate(folder.Sockets);
        MakePrivate(folder.Cluster);
        return folder;
    }

    /// <summary>Gives the server's own folders to its account, once.</summary>
    public async Task HandOverAsync(ServerCommands commands, CancellationToken cancellationToken)
    {
        if (ClusterVersion is not null)
            return;

        // What an interrupted attempt left cannot be completed; nothing was ever stored in it.
        Directory.Delete(Cluster, recursive: true);
        MakePrivate(Cluster);
        await commands.GiveAsync(Cluster, cancellationToken).ConfigureAwait(false);
        await commands.GiveAsync(Sockets, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the running server says of itself; null when there is none or it is still starting.</summary>
    public ServerPid? ReadPid()
    {
        var path = Path.Combine(Cluster, "postmaster.pid");
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return null;
        }

        return lines.Length >= 6 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid) && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new ServerPid(pid, port, lines[4].Trim())
            : null;
    }

    /// <summary>Writes a file that only this process's user can read.</summary>
    public Task WriteOwnAsync(string path, string text, CancellationToken cancellationToken) => WriteAsync(path, text, cancellationToken);

    /// <summary>Writes a file that only the server's user can read.</summary>
    public async Task WriteForServerAsync(string path, string text, ServerCommands commands, CancellationToken cancellationToken)
    {
        await WriteAsync(path, text, cancellationToken).ConfigureAwait(false);
        await commands.GiveAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    private static void MakePrivate(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static bool MayEnter(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (!current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.server.relocated wanted={Wanted} used={Used} (the server's account may not enter the data folder)")]
    private static partial void LogRelocated(ILogger logger, string wanted, string used);
}
