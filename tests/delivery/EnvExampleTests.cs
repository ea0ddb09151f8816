using System.Text;
using System.Text.RegularExpressions;
using Vespid.Silo.Configuration;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary><c>.env.example</c> is the catalogue of settings as a file to copy. <c>VESPID_UPDATE_DOCUMENTS=1</c> writes it anew.</summary>
public sealed partial class EnvExampleTests
{
    private static readonly string Example = RepositoryRoot.At(".env.example");

    [Fact]
    public void It_is_the_catalogue_of_the_settings()
    {
        if (Environment.GetEnvironmentVariable("VESPID_UPDATE_DOCUMENTS") is not null)
            File.WriteAllText(Example, Text());

        Assert.Equal(Text(), File.ReadAllText(Example));
    }

    [Fact]
    public void It_can_be_used_as_it_is()
    {
        var values = EnvFile.Parse(File.ReadAllText(Example));

        Assert.Equal("local", values["VESPID_ENV"]);
        Assert.Empty(HostSettings.Read(EnvironmentValues.Of(values), keepKeys: false).Errors);
    }

    [Fact]
    public void Each_default_that_is_a_value_is_taken_when_its_line_is_put_in_force()
    {
        var inForce = Commented().Replace(File.ReadAllText(Example), "$1=");
        var values = EnvFile.Parse(inForce);

        Assert.Superset(SettingCatalog.All.Select(setting => setting.Name).ToHashSet(), values.Keys.ToHashSet());
        Assert.Empty(HostSettings.Read(EnvironmentValues.Of(values), keepKeys: false).Errors);
    }

    private static string Text()
    {
        var text = new StringBuilder(
            """
            # Every setting there is, with its default where that is a value. Copy it to .env, take the # from what you change:
            #   cp .env.example .env && ops/start.sh local --env-file .env
            # Secrets have no default; in staging and production they come from files or a vault (ops/render-env.sh), never from version control.

            """);
        foreach (var setting in SettingCatalog.All)
        {
            text.Append("\n# ").Append(setting.Description.Replace("`", "", StringComparison.Ordinal)).Append('\n');
            var isValue = IsValue(setting);
            if (!isValue)
                text.Append(setting.IsSecret ? "# A secret. " : "# ").Append("Default: ").Append(setting.Default.Replace("`", "", StringComparison.Ordinal)).Append(".\n");
            text.Append(setting.Name == "VESPID_ENV" ? "VESPID_ENV=local\n" : $"#{setting.Name}={(isValue ? setting.Default : "")}\n");
        }

        foreach (var (name, initial, description) in SettingCatalog.Switches.Where(one => !one.Name.Contains('<', StringComparison.Ordinal)))
            text.Append("\n# ").Append(description.Replace("`", "", StringComparison.Ordinal)).Append("\n#").Append(name).Append('=').Append(initial).Append('\n');
        return text.ToString();
    }

    /// <summary>A default that can be written, not one that is told in words.</summary>
    private static bool IsValue(Setting setting) =>
        !setting.IsSecret && setting.Default != "none" && !setting.Default.Contains(' ', StringComparison.Ordinal) && !setting.Default.Contains('`', StringComparison.Ordinal);

    [GeneratedRegex("^#([A-Z][A-Z0-9_]*)=", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
