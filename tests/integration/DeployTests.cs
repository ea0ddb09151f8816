using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>A deployment from its record through the gates to the report, by the commands that an operator types.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class DeployTests(SharedHost shared) : IDisposable
{
    private const int Ok = 0;
    private const int Failed = 1;
    private const int BadConfiguration = 2;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_staged_and_soaked_deployment_is_promoted_recorded_and_reported()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "source"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "source", "packages.embedded.lock.json"), "{}");
        var source = Path.Combine(_folder.Path, "source");
        var staged = await RunAsync(
            "deploy", "record", "--operator", "ann", "--approver", "bob", "--change", "CHG-1", "--digest", "sha256:" + new string('a', 64), "--source", source, "--secret-version", "telegram=7", "--json");
        Assert.True(staged.ExitCode == Ok, staged.Errors);
        var record = JsonNode.Parse(staged.Output)!;
        Assert.Equal(("local", "ann", "bob", "CHG-1", 64), ((string)record["environment"]!, (string)record["operatorId"]!, (string)record["approverId"]!, (string)record["changeRecord"]!, ((string)record["configManifestHash"]!).Length));
        Assert.Equal("7", (string)JsonNode.Parse((string)record["secretVersions"]!)!["telegram"]!);
        Assert.DoesNotContain(SharedHost.ServiceToken, staged.Output, StringComparison.Ordinal);
        var id = (string)record["id"]!;

        // Twenty-nine minutes are not enough, and each gate that is shut says why.
        var samples = Path.Combine(_folder.Path, "samples");
        await File.WriteAllLinesAsync(samples, Samples(29 * 60));
        string[] asked =
        [
            "deploy", "gate", "--operator", "ann", "--approver", "bob", "--source", source, "--against", id, "--samples", samples, "--watch", "0", "--json",
            "--health", new Uri(shared.Host.Health, "/healthz").ToString(), "--metrics", new Uri(shared.Host.Metrics, "/metrics").ToString(),
        ];
        var early = await RunAsync(asked);
        Assert.True(early.ExitCode == Failed, early.Errors);
        Assert.False((bool)JsonNode.Parse(early.Output)!["promote"]!);
        Assert.Equal(["soak"], Shut(early));

        await File.WriteAllLinesAsync(samples, Samples(30 * 60));
        var ready = await RunAsync(asked);
        Assert.True(ready.ExitCode == Ok, ready.Output + ready.Errors);

        // Another setting than the soaked deployment had, without a ticket; another bundle; nobody who approves.
        await File.WriteAllTextAsync(Path.Combine(source, "packages.embedded.lock.json"), "{ }");
        var drifted = await VespidCommand.RunAsync(new Dictionary<string, string>(Settings()) { ["WORK_LEASE_SEC"] = "61" }, [.. asked.Where(word => word is not "--approver" and not "bob")]);
        Assert.Equal((Failed, "approval,drift,lock"), (drifted.ExitCode, string.Join(',', Shut(drifted).Order(StringComparer.Ordinal))));

        // What really runs is looked at as well.
        var live = await RunAsync([.. asked.Select(word => word == "0" ? "0.02" : word == samples ? samples + "2" : word)]);
        Assert.Equal(Failed, live.ExitCode);
        Assert.Contains("\"ready\":true", (await File.ReadAllLinesAsync(samples + "2"))[0], StringComparison.Ordinal);

        var shown = await RunAsync("deploy", "show", "--json");
        Assert.Equal(Ok, shown.ExitCode);
        var records = JsonNode.Parse(shown.Output)!["records"]!.AsArray();
        Assert.Equal(["refused", "refused", "promoted", "refused", "succeeded"], records.Take(5).Select(one => (string)one!["result"]!));
        var report = await RunAsync("deploy", "report", "--out", Path.Combine(_folder.Path, "report.md"));
        Assert.True(report.ExitCode == Ok, report.Errors);
        var text = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "report.md"));
        foreach (var said in (string[])["Every record is as it was written.", "CHG-1", "| soak | NO | 00:29:00 | >= 00:30:00 |", "| approval | NO |", id])
            Assert.Contains(said, text, StringComparison.Ordinal);

        await RollBackAsync(id);
        await TamperAsync();
    }

    private async Task RollBackAsync(string id)
    {
        Assert.Equal(BadConfiguration, (await RunAsync("deploy", "record", "--operator", "ann", "--result", "rolled_back")).ExitCode);
        Assert.Equal(BadConfiguration, (await RunAsync("deploy", "record", "--operator", "ann", "--result", "rolled_back", "--reason", "r", "--rollback-of", Guid.Empty.ToString())).ExitCode);
        var back = await RunAsync(
            "deploy", "record", "--operator", "ann", "--result", "rolled_back", "--rollback-of", id, "--reason", "replies were late", "--incident", "INC-9", "--started-at",
            TimeProvider.System.GetUtcNow().AddMinutes(-10).ToString("O", CultureInfo.InvariantCulture));
        Assert.True(back.ExitCode == Ok, back.Errors);
        Assert.Contains("within 30 minutes", (await RunAsync("deploy", "report")).Output, StringComparison.Ordinal);

        // Production is another matter: its rules hold before the database is asked, and in it.
        var production = new Dictionary<string, string>(Settings())
        {
            ["VESPID_ENV"] = "production",
            ["DATABASE_URL"] = "postgres://nobody:nothing@127.0.0.1:9/none",
            ["AUTH_TOKEN_SECRET"] = new('a', 32),
            ["REFRESH_TOKEN_SECRET"] = new('b', 32),
        };
        var alone = await VespidCommand.RunAsync(production, "deploy", "record", "--operator", "ann", "--approver", "ann");
        Assert.Equal(BadConfiguration, alone.ExitCode);
        Assert.Contains("--approver", alone.Errors, StringComparison.Ordinal);
    }

    private async Task TamperAsync()
    {
        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => probe.ExecuteAsync("UPDATE deployment_records SET operator_id = 'carl'"));
        await probe.ExecuteAsync("ALTER TABLE deployment_records DISABLE TRIGGER deployment_records_stay");
        await probe.ExecuteAsync("UPDATE deployment_records SET operator_id = 'carl' WHERE seq = 2");
        var shown = await RunAsync("deploy", "show");
        Assert.Equal(Failed, shown.ExitCode);
        Assert.Contains("breaks at 2", shown.Output, StringComparison.Ordinal);
        await probe.ExecuteAsync("ALTER TABLE deployment_records ENABLE TRIGGER deployment_records_stay");
    }

    private static IEnumerable<string> Shut(VespidCommand gate) =>
        JsonNode.Parse(gate.Output)!["gates"]!.AsArray().Where(one => !(bool)one!["ok"]!).Select(one => (string)one!["name"]!);

    /// <summary>What a watch of a process that is well leaves behind.</summary>
    private static IEnumerable<string> Samples(int seconds) => Enumerable.Range(0, seconds / 10 + 1).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"at":"{{{new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero).AddSeconds(i * 10):O}}}","ready":true,"uptimeSeconds":{{{100 + i * 10}}},"queueDepth":1,"roundTrips":{ "250":{{{i}}},"+Inf":{{{i}}} }}"""));

    private Task<VespidCommand> RunAsync(params string[] arguments) => VespidCommand.RunAsync(Settings(), arguments);

    private Dictionary<string, string> Settings() => new()
    {
        ["VESPID_DATA_DIR"] = shared.DataFolder,
        ["SECRETS_KEK_BASE64"] = SharedHost.Kek,
        ["INTERNAL_API_SERVICE_TOKEN"] = SharedHost.ServiceToken,
    };
}
