namespace Vespid.Tests.Delivery.Support;

/// <summary>Why a test cannot run on this machine.</summary>
internal static class Needs
{
    private static readonly Lazy<string?> Modules = new(InstallModules);

    /// <summary>Null when everything is there.</summary>
    /// <param name="programs">Programs; <c>npm ci</c> stands for the modules that are installed with it.</param>
    public static string? Missing(IEnumerable<string> programs)
    {
        foreach (var program in programs)
        {
            if (program == "npm ci" ? Modules.Value is { } why : !Tool.Exists(program) && (why = $"{program} is not installed") is not null)
                return why;
        }

        return null;
    }

    /// <summary>What the lock file says, once on a fresh machine.</summary>
    private static string? InstallModules()
    {
        if (!Tool.Exists("node") || !Tool.Exists("npm"))
            return "node and npm are not installed";
        var folder = RepositoryRoot.At("tests", "delivery", "kubernetes");
        var (wanted, mark) = (File.ReadAllText(Path.Combine(folder, "package-lock.json")), Path.Combine(folder, "node_modules", ".installed-lock.json"));
        if (File.Exists(mark) && File.ReadAllText(mark) == wanted)
            return null;
        var installed = Tool.RunAsync("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund").GetAwaiter().GetResult();
        if (installed.ExitCode != 0)
            return "the node modules of tests/delivery/kubernetes do not install from this registry";
        File.WriteAllText(mark, wanted);
        return null;
    }
}
