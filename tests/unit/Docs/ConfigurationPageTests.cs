using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Vespid.Gateway.Hosting;
using Vespid.Silo.Commands;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Docs;

/// <summary><c>docs/configuration.md</c> says what the code reads, and nothing else.</summary>
public sealed partial class ConfigurationPageTests
{
    private readonly Page _page = Page.Open("docs/configuration.md");

    [Fact]
    public void Every_variable_that_is_read_has_one_row_and_no_row_names_another()
    {
        var expected = SettingCatalog.All.Select(setting => setting.Name)
            .Concat(SettingCatalog.Switches.Select(flag => flag.Name))
            .Concat(Smoke().Keys);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Rows().Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_row_has_the_default_that_holds()
    {
        var rows = Rows().ToDictionary(row => row.Name, row => row.Default);
        var expected = SettingCatalog.All.Select(setting => (setting.Name, setting.Default))
            .Concat(SettingCatalog.Switches.Select(flag => (flag.Name, flag.Default)))
            .Concat(Smoke().Where(pair => pair.Value is not null).Select(pair => (Name: pair.Key, Default: pair.Value!)));

        Assert.All(expected, setting => Assert.Equal((setting.Name, setting.Default), (setting.Name, rows[setting.Name])));
    }

    [Fact]
    public void Each_row_says_what_the_variable_means() => Assert.All(Rows(), row => Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal));

    [Fact]
    public void The_ports_are_the_defaults_of_the_edge() => Assert.Equal(
        [GatewayDefaults.ControlPort, GatewayDefaults.IngressPort, GatewayDefaults.HealthPort, GatewayDefaults.MetricsPort],
        _page.Table("Port", "Serves").Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));

    [Fact]
    public void The_exit_codes_are_those_of_the_commands() => Assert.Equal(
        typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!).Order(),
        _page.Table("Code", "Meaning").Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));

    private IEnumerable<(string Name, string Default, string Meaning)> Rows() =>
        _page.Table("Name", "Default", "Meaning").Select(row => (row[0].Trim('`'), row[1], row[2]));

    /// <summary>
    /// The smoke and load commands read variables of their own: one prefix each, some names for both. The source is all there is to compare with. Null
    /// where the default is made up at run time.
    /// </summary>
    private static Dictionary<string, string?> Smoke() =>
        Read("CHANNEL_SMOKE_", "SmokeCommand.cs").Concat(Read("CHANNEL_LOAD_", "LoadCommand.cs")).ToDictionary();

    private static Dictionary<string, string?> Read(string prefix, string command)
    {
        var source = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "silo", "Commands", command))
            + File.ReadAllText(Path.Combine(RepositoryRoot.Path, "silo", "Smoke", "SmokeTarget.cs"));
        Assert.Contains($"new SmokeTarget(\"{prefix}\")", source, StringComparison.Ordinal);
        return Variables().Matches(source).ToDictionary(
            match => prefix + match.Groups[1].Value,
            match => (match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value) switch
            {
                "" => "none",
                var made when made.Contains('{', StringComparison.Ordinal) => null,
                var value => value.Replace("_", "", StringComparison.Ordinal),
            });
    }

    [GeneratedRegex("(?:Text|Number|Milliseconds)\\(\"([A-Z_]+)\", (?:\\$?\"([^\"]*)\"|([0-9_]+))\\)")]
    private static partial Regex Variables();
}
