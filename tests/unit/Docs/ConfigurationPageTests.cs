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

    /// <summary>The smoke command reads its own variables; the source is all there is to compare with. Null where the default is made up at run time.</summary>
    private static Dictionary<string, string?> Smoke()
    {
        var source = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "silo", "Commands", "SmokeCommand.cs"));
        var found = Variables().Matches(source).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(9, found.Count);
        var defaults = Defaults().Matches(source).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return found.ToDictionary(name => name, defaults.GetValueOrDefault);
    }

    [GeneratedRegex("\"(CHANNEL_SMOKE_[A-Z_]+)\"")]
    private static partial Regex Variables();

    [GeneratedRegex("(?:Value|Number)\\(\"(CHANNEL_SMOKE_[A-Z_]+)\", \"?([^\")]+)\"?\\)")]
    private static partial Regex Defaults();
}
