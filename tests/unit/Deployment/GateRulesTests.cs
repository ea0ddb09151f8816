using Vespid.Silo.Configuration;
using Vespid.Silo.Deployment;

namespace Vespid.Tests.Unit.Deployment;

public sealed class GateRulesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-locks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // 4.9 per cent of the keys may differ, five may not.
    [Theory]
    [InlineData(1000, 49, true)]
    [InlineData(1000, 50, false)]
    [InlineData(20, 0, true)]
    [InlineData(20, 1, false)]
    public void Less_than_five_per_cent_of_the_keys_may_differ(int keys, int different, bool open)
    {
        var there = Enumerable.Range(0, keys).ToDictionary(i => $"K{i}", _ => "a");
        var here = there.ToDictionary(pair => pair.Key, pair => int.Parse(pair.Key[1..], System.Globalization.CultureInfo.InvariantCulture) < different ? "b" : "a");
        Assert.Equal(open, GateRules.Drift(here, there, there.Keys.ToHashSet()).Ok);
    }

    [Fact]
    public void Each_difference_needs_a_ticket_and_a_missing_key_is_never_right()
    {
        var there = Enumerable.Range(0, 100).ToDictionary(i => $"K{i}", _ => "a");
        var here = new Dictionary<string, string>(there) { ["K1"] = "b" };
        Assert.Contains("K1", GateRules.Drift(here, there, new HashSet<string>()).Why, StringComparison.Ordinal);
        Assert.True(GateRules.Drift(here, there, new HashSet<string> { "K1" }).Ok);
        here.Remove("K2");
        Assert.Contains("missing here: K2", GateRules.Drift(here, there, new HashSet<string> { "K1", "K2" }).Why, StringComparison.Ordinal);
        Assert.True(GateRules.Drift(new Dictionary<string, string>(there) { ["NEW"] = "x" }, there, new HashSet<string> { "NEW" }).Ok);
        Assert.False(GateRules.Drift(here, null, new HashSet<string>()).Ok);
    }

    [Theory]
    [InlineData("TG_TOKEN=x", false)]
    [InlineData("TG_TOKEN=x;TELEGRAM_TOKEN_ISSUED_AT=2026-03-03", true)]
    [InlineData("TG_TOKEN=x;TELEGRAM_TOKEN_ISSUED_AT=2026-03-02", false)]
    [InlineData("A2A_API_KEY_ISSUED_AT=2025-12-03", true)]
    [InlineData("A2A_API_KEY_ISSUED_AT=2025-12-02", false)]
    [InlineData("", true)]
    public void Secrets_are_within_their_windows_and_of_those_in_use_the_age_is_known(string set, bool open)
    {
        var settings = HostSettings.Read(
            EnvironmentValues.Of(set.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])), keepKeys: false);
        Assert.Equal(open, GateRules.Secrets(settings.Environment, settings.Host, Now).Ok);
    }

    [Theory]
    [InlineData("staging", "ann", "ann", true)]
    [InlineData("production", "ann", "Ann", false)]
    [InlineData("production", "ann", "bob", true)]
    [InlineData("staging", "ann", null, false)]
    public void Somebody_approves_and_in_production_somebody_else(string environment, string by, string? approver, bool open) =>
        Assert.Equal(open, GateRules.Approval(environment, by, approver).Ok);

    [Fact]
    public void What_was_not_verified_is_not_promoted_and_health_needs_three()
    {
        Assert.False(GateRules.Signature("staging", null).Ok);
        Assert.True(GateRules.Signature("staging", "rekor 42").Ok);
        Assert.False(GateRules.Health(2).Ok);
        Assert.True(GateRules.Health(3).Ok);
        Assert.False(GateRules.Config(["X must be y."]).Ok);
    }

    [Fact]
    public void The_checksum_is_of_every_lock_file_and_of_nothing_else()
    {
        Assert.Equal("", LockFiles.Checksum(_folder));
        Write("a/packages.embedded.lock.json", "1");
        Write("b/packages.embedded.lock.json", "2");
        var checksum = LockFiles.Checksum(_folder);
        Write("a/obj/packages.embedded.lock.json", "3");
        Write("a/other.json", "3");
        Assert.Equal(checksum, LockFiles.Checksum(_folder));
        Assert.True(GateRules.Lock(checksum, checksum).Ok);
        Write("b/packages.embedded.lock.json", "4");
        Assert.NotEqual(checksum, LockFiles.Checksum(_folder));
        Assert.False(GateRules.Lock(LockFiles.Checksum(_folder), checksum).Ok);
        Assert.False(GateRules.Lock("", null).Ok);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
