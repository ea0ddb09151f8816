using System.Globalization;

namespace Vespid.Storage.Server;

/// <summary>The system account that runs the server when this process is root, which PostgreSQL refuses to be.</summary>
/// <param name="UserId">Numeric user.</param>
/// <param name="GroupId">Numeric group.</param>
internal sealed record ServerAccount(int UserId, int GroupId)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>Null when this process can run the server as itself.</summary>
    /// <exception cref="PrivatePostgresException">This process is root and there is no other account.</exception>
    public static ServerAccount? ForThisProcess()
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0]);
        var found = Candidates.SelectMany(name => accounts[name]).FirstOrDefault()
            ?? throw new PrivatePostgresException("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it.");
        return new ServerAccount(int.Parse(found[2], CultureInfo.InvariantCulture), int.Parse(found[3], CultureInfo.InvariantCulture));
    }

    /// <summary>The command line that runs a program under this account.</summary>
    public (string Program, string[] Arguments) Wrap(string program, string[] arguments)
    {
        if (ServerPrograms.OnPath("setpriv") is { } setpriv)
        {
            return (setpriv, [
                string.Create(CultureInfo.InvariantCulture, $"--reuid={UserId}"),
                string.Create(CultureInfo.InvariantCulture, $"--regid={GroupId}"),
                "--clear-groups", program, .. arguments]);
        }

        var name = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .First(fields => fields.Length > 3 && fields[2] == UserId.ToString(CultureInfo.InvariantCulture))[0];
        return ServerPrograms.OnPath("runuser") is { } runuser
            ? (runuser, ["-u", name, "--", program, .. arguments])
            : throw new PrivatePostgresException("PostgreSQL does not run as root, and neither setpriv nor runuser (package util-linux) is installed.");
    }
}
