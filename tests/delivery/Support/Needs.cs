using System.Globalization;
using System.Text.RegularExpressions;

namespace Vespid.Tests.Delivery.Support;

/// <summary>Why a test cannot run on this machine.</summary>
internal static partial class Needs
{
    private static readonly Lazy<string?> Modules = new(InstallModules);
    private static readonly Lazy<string?> Kubectl = new(LookAtKubectl);

    /// <summary>Null when everything is there.</summary>
    /// <param name="programs">Programs; <c>npm ci</c> stands for the modules that are installed with it.</param>
    public static string? Missing(IEnumerable<string> programs)
    {
        foreach (var program in programs)
        {
            var why = program switch
            {
                "npm ci" => Modules.Value,
                "kubectl" => Kubectl.Value,
                _ => Tool.Exists(program) ? null : $"{program} is not installed",
            };
            if (why is not null)
                return why;
        }

        return null;
    }

    /// <summary>Old ones know no components.</summary>
    private static string? LookAtKubectl()
    {
        if (!Tool.Exists("kubectl"))
            return "kubectl is not installed";
        var version = Tool.RunAsync("kubectl", "version", "--client").GetAwaiter().GetResult().Output;
        return Kustomize().Match(version) is { Success: true } match && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) >= 5
            ? null
            : "kubectl is too old: its kustomize is not version 5";
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

    [GeneratedRegex(@"Kustomize Version: v(\d+)")]
    private static partial Regex Kustomize();
}
