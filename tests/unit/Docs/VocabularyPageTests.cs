using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Channels;
using Vespid.Gateway.Delivery;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Edges;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The words that <c>docs/reference.md</c> explains are the words that the code says.</summary>
public sealed partial class VocabularyPageTests
{
    private readonly Page _page = Page.Open("docs/reference.md");

    [Fact]
    public async Task Every_reason_code_is_explained()
    {
        var constants = typeof(ReasonCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        await using var host = new DevelopmentHost();
        var expected = constants.Concat(await AuthenticityReasonsAsync(host.Services.GetRequiredService<ChannelAdapters>())).ToHashSet();

        var explained = Page.Quoted(_page.Section("## Reason codes")).Where(word => ReasonWord().IsMatch(word)).ToHashSet();

        Assert.Equal(expected.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_error_code_is_explained_and_no_other()
    {
        var explained = _page.Table("Code", "Status", "When").Concat(_page.Table("Error", "Meaning"))
            .Select(row => Bare(row[0].Trim('`')))
            .Concat(Words("Alert", "Severity", "When").Where(word => word.Contains('_', StringComparison.Ordinal))).ToHashSet();
        var said = SaidInCode().ToHashSet();

        Assert.Equal(said.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_error_code_of_edges_and_rooms_is_explained_and_no_other()
    {
        var said = new[] { Path.Combine("grains", "Edges"), Path.Combine("grains", "Alerts"), Path.Combine("grains", "ChatOps"), Path.Combine("gateway-client", "Edges"), Path.Combine("gateway-client", "ChatOps") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => EdgeCodes().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(said.Count > 20, $"only {said.Count} codes are said");
        Assert.Equal(said.Order(StringComparer.Ordinal), Words("Edge code", "Status", "When"));
    }

    [Fact]
    public void The_statuses_of_a_lane_are_those_of_the_outbox() => Assert.Equal(
        OutboxWords.Statuses.Order(StringComparer.Ordinal), Words("Lane status", "In `channel_messages`", "Meaning"));

    [Fact]
    public void The_alerts_of_edges_are_those_that_the_code_says() => Assert.Equal(
        typeof(EdgeAlerts).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        Words("Alert", "Severity", "When"));

    [Fact]
    public void The_accounts_of_events_are_those_that_the_schema_admits()
    {
        var schema = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "storage", "migrations", "0002_edges.sql"));
        var check = Regex.Match(schema, @"CHECK \(how IN \(([^)]+)\)\)");
        Assert.Equal(check.Groups[1].Value.Split(',').Select(word => word.Trim().Trim('\'')).Order(StringComparer.Ordinal), Words("Account", "Meaning"));
    }

    [Fact]
    public void The_statuses_of_a_run_are_those_that_the_schema_admits() => Assert.Equal(SchemaWords("runs"), Words("Run status", "Meaning"));

    [Fact]
    public void The_statuses_of_a_pairing_request_are_those_that_the_schema_admits() =>
        Assert.Equal(SchemaWords("channel_pairing_requests"), Words("Pairing status", "Meaning"));

    [Fact]
    public void The_statuses_of_an_account_are_those_that_the_code_writes()
    {
        var notes = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "grains", "Channels", "AccountNotes.cs"));
        var written = StatusNotes().Matches(notes).Select(match => match.Groups[1].Value).Append("stopped").Append("running").Distinct();

        Assert.Equal(written.Order(StringComparer.Ordinal), Words("Account status", "Meaning"));
    }

    private IEnumerable<string> Words(params string[] header) => _page.Table(header).Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal);

    /// <summary>Each adapter says what it says to a caller without proof, for each secret that an account may have.</summary>
    private static async Task<IEnumerable<string>> AuthenticityReasonsAsync(ChannelAdapters adapters)
    {
        var request = new IngressRequest(
            "POST", "", "main", null, null, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty, "{}"u8.ToArray(), null, null);
        var reasons = new HashSet<string>();
        foreach (var channel in ChannelCatalog.All)
        {
            Assert.True(adapters.TryGet(channel.Id, out var adapter), channel.Id);
            foreach (var secret in channel.MetadataSpecs.Select(spec => spec.Key).Append("ingressToken").Append("webhookSecret").Distinct())
            {
                var secrets = new Dictionary<string, ImmutableArray<string>> { [secret] = ["a secret"] };
                var account = new ChannelAccount(Guid.Empty, channel.Id, "main", JsonElement.Parse("{}"), secrets, null);
                if (await adapter.AuthenticateAsync(request with { ChannelId = channel.Id }, account, CancellationToken.None) is Authenticity.Failed failed)
                    reasons.Add(failed.Reason);
            }
        }

        return reasons;
    }

    /// <summary>Texts in capitals that are no settings: the codes. The page and this list would drift apart if somebody had to keep the list.</summary>
    private static IEnumerable<string> SaidInCode()
    {
        var settings = SettingCatalog.All.Select(setting => setting.Name).ToHashSet();
        foreach (var folder in (string[])["gateway-client", "grains", "grain-interfaces", "channels"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories))
            {
                if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                    continue;
                foreach (Match match in Codes().Matches(File.ReadAllText(file)))
                {
                    var code = match.Groups[1].Value.TrimEnd('_');
                    // The rest of what stands in capitals there are vendors' words.
                    if (folder == "channels" && !code.StartsWith("CHANNEL_", StringComparison.Ordinal))
                        continue;
                    if (!settings.Contains(code) && code != "PAIRING_REQUIRED")
                        yield return code;
                }
            }
        }
    }

    /// <summary><c>AGENT_HTTP_&lt;status&gt;</c> is said as <c>AGENT_HTTP</c> with something behind it.</summary>
    private static string Bare(string code)
    {
        var open = code.IndexOf('<', StringComparison.Ordinal);
        return (open < 0 ? code : code[..open]).TrimEnd('_', ':');
    }

    private static IEnumerable<string> SchemaWords(string table)
    {
        var schema = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "storage", "migrations", "0001_foundation.sql"));
        var check = Regex.Match(schema, $@"CREATE TABLE {table} \(.*?status +text[^\n]*?CHECK \(status IN \(([^)]+)\)\)", RegexOptions.Singleline);
        Assert.True(check.Success, $"the schema checks no status of {table}");
        return check.Groups[1].Value.Split(',').Select(word => word.Trim().Trim('\'')).Order(StringComparer.Ordinal);
    }

    // Policies and the like are words without an underscore; of the reasons only two are.
    [GeneratedRegex("^([a-z]+(_[a-z0-9]+)+|accepted|handshake)$")]
    private static partial Regex ReasonWord();

    [GeneratedRegex("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]*)+|CONFLICT|FORBIDDEN|UNAUTHORIZED)(?=[\":{])")]
    private static partial Regex Codes();

    // A refusal of a grain or of the edge, or what the surface calls a refusal of the server.
    [GeneratedRegex("(?:Conflict\\(|Forbidden\\(|Unavailable\\(|RefusalKind\\.[A-Za-z]+, |_\\) => )\"([a-z]+(?:_[a-z]+)+)\"")]
    private static partial Regex EdgeCodes();

    [GeneratedRegex("StatusAsync\\(account, \"([a-z]+)\"")]
    private static partial Regex StatusNotes();
}
