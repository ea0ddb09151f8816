using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Channels;

/// <summary><c>docs/policy-truth-table.csv</c> is the policy: every cell of it is tried, and no cell is missing.</summary>
public sealed class PolicyTruthTableTests
{
    private static readonly string[] DmPolicies = ["pairing", "allowlist", "open", "disabled", "unknown-word"];
    private static readonly string[] GroupPolicies = ["allowlist", "open", "disabled", "unknown-word"];

    [Fact]
    public void The_table_has_every_cell_once()
    {
        var cells = Rows().Select(row => row.Cell).ToList();

        var expected =
            from kind in new[] { "dm", "group" }
            from policy in kind == "dm" ? DmPolicies : GroupPolicies
            from flags in Enumerable.Range(0, 32)
            select string.Join(',', [kind, policy, .. Enumerable.Range(0, 5).Select(bit => (flags >> (4 - bit) & 1) == 1 ? "yes" : "no")]);
        Assert.Equal(288, cells.Count);
        Assert.Equal(expected.Order(), cells.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_cell_gives_its_reason(bool listedByConversation)
    {
        var wrong = new List<string>();
        foreach (var row in Rows())
        {
            var reason = ChannelPolicy.Decide(PolicyFacts.Of(Account(row, listedByConversation), Message(row)));
            if (reason != row.Reason)
                wrong.Add($"{row.Cell}: {reason}, not {row.Reason}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_wildcard_means_nothing_under_an_allowlist()
    {
        var row = new Row("dm", "allowlist", false, true, false, false, false, "");
        Assert.Equal(ReasonCodes.DmAllowlistDenied, ChannelPolicy.Decide(PolicyFacts.Of(Account(row, false), Message(row))));
    }

    [Fact]
    public void An_approved_pairing_does_not_open_groups()
    {
        var row = new Row("group", "allowlist", false, false, true, true, true, "");
        Assert.Equal(ReasonCodes.GroupAllowlistDenied, ChannelPolicy.Decide(PolicyFacts.Of(Account(row, false), Message(row))));
    }

    private static IEnumerable<Row> Rows() =>
        File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs", "policy-truth-table.csv")).Skip(1).Where(line => line.Length > 0).Select(Row.Parse);

    private static AccountSnapshot Account(Row row, bool listedByConversation)
    {
        var listed = new HashSet<(string, string)>();
        if (row.Allowlisted)
            listed.Add(row.Kind == "group" && listedByConversation ? ("conversation", "c") : ("sender", "s"));
        if (row.Wildcard)
            listed.Add((row.Kind == "dm" ? "dm" : "group", "*"));
        if (row.Paired)
            listed.Add(("dm", "s"));
        return Accounts.Of(row.Kind == "dm" ? row.Policy : "pairing", row.Kind == "group" ? row.Policy : "allowlist", row.RequireMention, listed);
    }

    private static InboundMessage Message(Row row) => Messages.Of(
        row.Kind == "dm" ? InboundEvents.DirectMessage : row.Mentioned ? InboundEvents.Mentioned : InboundEvents.Received, row.Mentioned);

    private sealed record Row(string Kind, string Policy, bool Allowlisted, bool Wildcard, bool Mentioned, bool RequireMention, bool Paired, string Reason)
    {
        public string Cell => string.Join(',', Kind, Policy, Word(Allowlisted), Word(Wildcard), Word(Mentioned), Word(RequireMention), Word(Paired));

        public static Row Parse(string line)
        {
            var cells = line.Split(',');
            return new Row(cells[0], cells[1], cells[2] == "yes", cells[3] == "yes", cells[4] == "yes", cells[5] == "yes", cells[6] == "yes", cells[7]);
        }

        private static string Word(bool value) => value ? "yes" : "no";
    }
}
