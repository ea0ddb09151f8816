using System.Text;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>The grammar of commands, row by row.</summary>
[Trait("acceptance", "8")]
public sealed class CommandParserTests
{
    private static readonly CommandContext Here = new("/ops", "ContentOps", "opsbot", AddressesBot: false);

    [Theory]
    [InlineData("/ops", "help")]
    [InlineData("  /ops  ", "help")]
    [InlineData("/ops status", "status")]
    [InlineData("/OPS Status", "status")]
    [InlineData("/ops\nstatus", "status")]
    [InlineData("/ops@opsbot status", "status")]
    [InlineData("/ops@OpsBot", "help")]
    [InlineData("/ops@opsbot\nstatus", "status")]
    [InlineData("ContentOps: /ops status", "status")]
    [InlineData("contentops, /ops status", "status")]
    [InlineData("ContentOps /ops status", "status")]
    [InlineData("@ContentOps /ops status", "status")]
    [InlineData("@opsbot: /ops status", "status")]
    [InlineData("/ops runs", "recent-runs")]
    [InlineData("/ops recent-runs 20", "recent-runs")]
    [InlineData("/ops mute telegram 5", "pause")]
    [InlineData("/ops unmute telegram", "resume")]
    [InlineData("/ops dlq", "dlq")]
    [InlineData("/ops dlq redrive 1", "dlq")]
    [InlineData("/ops ask why?", "ask")]
    [InlineData("/ops chatinfo", "chatinfo")]
    public void Is_a_command(string text, string name)
    {
        var command = CommandParser.Parse(text, Here);
        Assert.Equal((name, null), (command?.Name, command?.Problem));
    }

    [Theory]
    [InlineData("/opsx")]
    [InlineData("/opsfoo status")]
    [InlineData("/ops-status")]
    [InlineData("ops status")]
    [InlineData("say /ops status")]
    [InlineData("/ops@otherbot status")]
    [InlineData("/ops@ status")]
    [InlineData("ContentOps status")]
    [InlineData("ContentOpsX /ops status")]
    [InlineData("ContentOps:")]
    [InlineData("ContentOps")]
    [InlineData("hello @ContentOps")]
    [InlineData("")]
    [InlineData("   ")]
    public void Is_no_command(string text) => Assert.Null(CommandParser.Parse(text, Here));

    [Fact]
    public void Another_bots_name_counts_for_nothing_when_ours_is_not_known() =>
        Assert.Null(CommandParser.Parse("/ops@opsbot status", Here with { BotUsername = null }));

    [Theory]
    [InlineData("hey @opsbot /ops status", null)]
    [InlineData("@opsbot /ops status", "status")]
    [InlineData("/ops status", "status")]
    [InlineData("@Nickname /ops status", "status")]
    [InlineData("@Nickname, /ops status", "status")]
    [InlineData("please", null)]
    public void A_mention_that_the_platform_tells_of_is_taken_out(string text, string? name) =>
        Assert.Equal(name, CommandParser.Parse(text, Here with { AddressesBot = true })?.Name);

    [Fact]
    public void Only_the_bots_own_mention_is_taken_out() => Assert.Equal(
        "tell @alice\nand @bob", CommandParser.Parse("@opsbot /ops issue tell @alice\nand @bob", Here with { AddressesBot = true })?.Body);

    [Theory]
    [InlineData("/ops nonsense", "unknown", "unknown_command")]
    [InlineData("/ops /ops status", "unknown", "unknown_command")]
    [InlineData("/ops status now", "status", "bad_arguments")]
    [InlineData("/ops help me", "help", "bad_arguments")]
    [InlineData("/ops run", "run", "bad_arguments")]
    [InlineData("/ops run weekly monthly", "run", "bad_arguments")]
    [InlineData("/ops run daily", "run", "invalid_mode")]
    [InlineData("/ops run WEEKLY", "run", "invalid_mode")]
    [InlineData("/ops recent-runs 0", "recent-runs", "bad_arguments")]
    [InlineData("/ops recent-runs 21", "recent-runs", "bad_arguments")]
    [InlineData("/ops recent-runs x", "recent-runs", "bad_arguments")]
    [InlineData("/ops recent-runs 1 2", "recent-runs", "bad_arguments")]
    [InlineData("/ops issue", "issue", "missing_title")]
    [InlineData("/ops issue --label x", "issue", "missing_title")]
    [InlineData("/ops note", "note", "target_missing")]
    [InlineData("/ops note --issue 5", "note", "invalid_note_request")]
    [InlineData("/ops ask", "ask", "bad_arguments")]
    [InlineData("/ops cancel", "cancel", "bad_arguments")]
    [InlineData("/ops cancel a b", "cancel", "bad_arguments")]
    [InlineData("/ops approve", "approve", "bad_arguments")]
    [InlineData("/ops pause", "pause", "bad_arguments")]
    [InlineData("/ops pause a 0", "pause", "bad_arguments")]
    [InlineData("/ops pause a 10081", "pause", "bad_arguments")]
    [InlineData("/ops pause a soon", "pause", "bad_arguments")]
    [InlineData("/ops pause a 1 2", "pause", "bad_arguments")]
    [InlineData("/ops dlq purge 1", "dlq", "bad_arguments")]
    [InlineData("/ops dlq redrive", "dlq", "bad_arguments")]
    [InlineData("/ops dlq redrive 1 2", "dlq", "bad_arguments")]
    public void Is_a_command_that_cannot_run(string text, string name, string problem)
    {
        var command = CommandParser.Parse(text, Here);
        Assert.Equal((name, problem), (command?.Name, command?.Problem));
    }

    [Theory]
    [InlineData("/ops run hourly")]
    [InlineData("/ops run nightly")]
    [InlineData("/ops run weekly")]
    [InlineData("/ops run monthly")]
    [InlineData("/ops pause a 1")]
    [InlineData("/ops pause a 10080")]
    [InlineData("/ops recent-runs 1")]
    public void Is_a_command_that_can_run(string text) => Assert.Null(CommandParser.Parse(text, Here)!.Problem);

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, "too_long")]
    public void Has_2048_bytes_at_most(int bytes, string? problem)
    {
        const string Start = "/ops issue é";
        var text = Start + new string('x', bytes - Encoding.UTF8.GetByteCount(Start));
        Assert.Equal(("issue", problem), (CommandParser.Parse(text, Here)!.Name, CommandParser.Parse(text, Here)!.Problem));
        Assert.Equal(problem, CommandParser.Parse($"  {text}\n", Here)!.Problem);
    }

    [Fact]
    public void A_long_text_that_is_no_command_is_none() => Assert.Null(CommandParser.Parse(new string('x', 5000), Here));

    [Theory]
    [InlineData("/ops issue a \"b c\" d", "a|b c|d", "a \"b c\" d", "")]
    [InlineData("/ops issue \"\" x", "|x", "\"\" x", "")]
    [InlineData("/ops issue \"open end", "open end", "\"open end", "")]
    [InlineData("/ops issue Title\nline one\n\nline two", "Title|line|one|line|two", "Title\nline one\n\nline two", "")]
    [InlineData("/ops issue Title --label bug\nbody", "Title|body", "Title \nbody", "label=bug")]
    [InlineData("/ops issue --label=bug --label \"two words\" Title", "Title", "Title", "label=bug,two words")]
    [InlineData("/ops issue --label x xyz", "xyz", "xyz", "label=x")]
    [InlineData("/ops issue fix --verbose flag", "fix|--verbose|flag", "fix --verbose flag", "")]
    [InlineData("/ops issue say \"--label\" x", "say|--label|x", "say \"--label\" x", "")]
    [InlineData("/ops note docs/a --issue 12 text", "docs/a|text", "docs/a text", "issue=12")]
    [InlineData("/ops ask what is --label x", "what|is|--label|x", "what is --label x", "")]
    [InlineData("/ops run weekly --dry-run", "weekly", "weekly", "dry-run=")]
    [InlineData("/ops issue --label", "", "", "label=")]
    [InlineData("/ops issue --", "--", "--", "")]
    public void Words_flags_and_text_are_told_apart(string text, string words, string body, string flags)
    {
        var command = CommandParser.Parse(text, Here)!;
        Assert.Equal((words, body, flags), (
            string.Join('|', command.Arguments), command.Body, string.Join(';', command.Flags.OrderBy(flag => flag.Key, StringComparer.Ordinal).Select(flag => $"{flag.Key}={flag.Value}"))));
    }

    [Fact]
    public void Another_prefix_is_another_word()
    {
        var context = Here with { Prefix = "/co" };
        Assert.Null(CommandParser.Parse("/ops status", context));
        Assert.Equal("status", CommandParser.Parse("/co status", context)?.Name);
    }
}
