using System.Globalization;

namespace Vespid.Storage.Server;

/// <summary>Where PostgreSQL's programs are.</summary>
/// <param name="Folder">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
internal sealed record ServerPrograms(string Folder)
{
    private const int OldestMajor = 15;

    // Debian, Red Hat, Homebrew.
    private static readonly (string Root, string Pattern, string Below)[] Roots =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
    ];

    /// <summary>The programs that fit the cluster, else the newest.</summary>
    /// <param name="clusterVersion">Major version of the cluster; null when there is none yet.</param>
    /// <exception cref="PrivatePostgresException">None fits.</exception>
    public static ServerPrograms Find(int? clusterVersion)
    {
        var known = Candidates().Select(folder => (Folder: folder, Major: Major(folder))).Where(p => p.Major >= OldestMajor).ToList();
        if (known.Count == 0)
        {
            throw new PrivatePostgresException(
                $"No PostgreSQL {OldestMajor} or newer is installed. Install its server (Debian: apt-get install postgresql), or name a server in DATABASE_URL.");
        }

        if (clusterVersion is null)
            return new ServerPrograms(known.MaxBy(p => p.Major).Folder);
        var fitting = known.Find(p => p.Major == clusterVersion);
        return fitting.Folder is not null
            ? new ServerPrograms(fitting.Folder)
            : throw new PrivatePostgresException(
                $"The data was made by PostgreSQL {clusterVersion}, which is not installed. Install that version, or dump and restore into a server of your own.");
    }

    /// <summary>Full path of a program on the PATH; null if it is not there.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (OnPath("postgres") is { } onPath && Path.GetDirectoryName(onPath) is { } folder && IsComplete(folder))
            yield return folder;
        foreach (var (root, pattern, below) in Roots)
        {
            if (!Directory.Exists(root))
                continue;
            foreach (var installed in Directory.EnumerateDirectories(root, pattern))
            {
                if (IsComplete(Path.Combine(installed, below)))
                    yield return Path.Combine(installed, below);
            }
        }
    }

    private static bool IsComplete(string folder) => Array.TrueForAll(["initdb", "pg_ctl", "postgres"], program => File.Exists(Path.Combine(folder, program)));

    /// <summary>Asks the program itself: <c>postgres (PostgreSQL) 15.14 (Debian …)</c>.</summary>
    private static int Major(string folder)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Path.Combine(folder, "postgres"), "--version")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ', '.');
        process.WaitForExit();
        return words.Length > 2 && int.TryParse(new string([.. words[2].TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
    }
}
