using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Who may do what: roles, the switch, rules, approvals.</summary>
[Trait("acceptance", "9")]
public sealed class CommandRulesTests
{
    private static readonly CommandPlace Room = new("r", "b", "telegram", IsEnabled: true, IsDirect: false);
    private static readonly CommandActor Operator = new("telegram", "1", ChatAuthorKind.User);
    private static readonly CommandActor Approver = new("discord", "7", ChatAuthorKind.User);
    private static readonly CommandActor Stranger = new("telegram", "99", ChatAuthorKind.User);

    private static readonly ChatPolicy On = new()
    {
        MutationsEnabled = true,
        AllowedTelegramUserIds = ["1"],
        AllowedDiscordUserIds = ["2"],
        ApproverGroups = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("leads", ["discord:7"]),
    };

    private static readonly ChatPolicy Off = On with { MutationsEnabled = false };

    public static TheoryData<string, bool, bool, bool> Roles()
    {
        // Command; whether a stranger, an operator and an approver may.
        var rows = new TheoryData<string, bool, bool, bool>();
        foreach (var name in (string[])["help", "whoami", "version", "chatinfo", "status", "recent-runs", "run-status", "coverage", "rooms", "links", "pending", "unknown"])
            rows.Add(name, true, true, true);
        foreach (var name in (string[])["run", "issue", "note", "cancel", "pause", "resume", "dlq", "ask"])
            rows.Add(name, false, true, false);
        rows.Add("approve", false, false, true);
        rows.Add("deny", false, false, true);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Roles_decide(string command, bool stranger, bool operators, bool approver)
    {
        foreach (var (actor, may) in new[] { (Stranger, stranger), (Operator, operators), (Approver, approver) })
            Assert.Equal(may ? (AuthzVerdict.Allowed, null, "authorized") : (AuthzVerdict.Blocked, "unauthorized", "unauthorized"), Told(Ask(command, actor)));
    }

    [Theory]
    [InlineData("run", true)]
    [InlineData("issue", true)]
    [InlineData("note", true)]
    [InlineData("cancel", true)]
    [InlineData("pause", false)]
    [InlineData("dlq", false)]
    [InlineData("status", false)]
    public void The_switch_goes_before_the_lists_for_what_changes_something(string command, bool isMutation)
    {
        foreach (var actor in new[] { Operator, Stranger })
        {
            var decision = Ask(command, actor, Off);
            Assert.Equal(isMutation, decision is { Verdict: AuthzVerdict.Blocked, Code: "mutations_disabled", AuthzStatus: "mutations_disabled" });
        }

        Assert.Equal("mutations_disabled", Ask("run weekly", Operator, Off, Room with { RoomId = null }).Code);
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Only_a_bound_room_that_is_on_admits_anybody(bool isBound, bool isEnabled, bool isDirect)
    {
        var place = Room with { RoomId = isBound ? "r" : null, IsEnabled = isEnabled, IsDirect = isDirect };
        foreach (var command in (string[])["status", "help", "run weekly"])
            Assert.Equal((AuthzVerdict.Blocked, "room_not_allowed", "unauthorized"), Told(Ask(command, Operator, On, place)));
    }

    public static TheoryData<CommandActor> Nobody() =>
    [
        Operator with { Kind = ChatAuthorKind.Bot },
        Operator with { Kind = ChatAuthorKind.Webhook },
        Operator with { Kind = ChatAuthorKind.AnonymousAdmin },
        Operator with { Kind = ChatAuthorKind.Channel },
        Operator with { IsForwarded = true },
        Operator with { IsEdit = true },
        Operator with { ExternalUserId = "" },
    ];

    [Theory]
    [MemberData(nameof(Nobody))]
    public void Who_is_no_person_with_words_of_his_own_may_nothing(CommandActor actor)
    {
        foreach (var command in (string[])["run weekly", "status", "help", "approve x"])
            Assert.Equal((AuthzVerdict.Blocked, "unauthorized", "unauthorized"), Told(Ask(command, actor)));
        Assert.Equal("anyone", CommandRules.RoleOf(actor, On));
        Assert.DoesNotContain("run", CommandRules.VisibleTo(actor, On, Room));
    }

    [Fact]
    public void An_id_counts_on_its_own_platform_only()
    {
        Assert.Equal(AuthzVerdict.Blocked, Ask("run weekly", new CommandActor("discord", "1", ChatAuthorKind.User)).Verdict);
        Assert.Equal(AuthzVerdict.Allowed, Ask("run weekly", new CommandActor("discord", "2", ChatAuthorKind.User)).Verdict);
        Assert.Equal(AuthzVerdict.Blocked, Ask("run weekly", new CommandActor("slack", "1", ChatAuthorKind.User)).Verdict);
        Assert.Equal(AuthzVerdict.Blocked, Ask("run weekly", Operator, On with { AllowedTelegramUserIds = [] }).Verdict);
    }

    [Fact]
    public void Viewers_can_be_switched_off()
    {
        var closed = On with { ViewersAllowed = false };
        Assert.Equal("unauthorized", Ask("status", Stranger, closed).Code);
        Assert.Equal(AuthzVerdict.Allowed, Ask("status", Operator, closed).Verdict);
        Assert.Equal(AuthzVerdict.Allowed, Ask("whoami", Stranger, closed).Verdict);
    }

    [Theory]
    [InlineData("run monthly", "telegram:1", "", "run monthly", true)]
    [InlineData("run monthly", "telegram:5", "", "run monthly", false)]
    [InlineData("run monthly", "telegram:5", "", "run weekly", true)]
    [InlineData("run *", "telegram:5", "", "run weekly", false)]
    [InlineData("run ?eekly", "telegram:5", "", "run weekly", false)]
    [InlineData("RUN MONTHLY", "telegram:5", "", "run monthly", false)]
    [InlineData("run monthly", "telegram:1", "telegram:1", "run monthly", false)]
    [InlineData("run monthly", "", "telegram:*", "run monthly", false)]
    [InlineData("run monthly", "", "discord:*", "run monthly", true)]
    [InlineData("status", "", "*", "status", false)]
    public void A_rule_narrows_what_a_role_gives(string pattern, string allow, string deny, string command, bool may) =>
        Assert.Equal(may, Ask(command, Operator, With(Rule(pattern, allow, deny))).Verdict == AuthzVerdict.Allowed);

    [Fact]
    public void A_rule_gives_nobody_a_role() =>
        Assert.Equal("unauthorized", Ask("run weekly", Stranger, With(Rule("run *", "telegram:99", ""))).Code);

    [Fact]
    public void The_first_rule_that_fits_decides()
    {
        Assert.Equal(AuthzVerdict.Allowed, Ask("run weekly", Operator, With(Rule("run weekly", "telegram:1", ""), Rule("run *", "", "*"))).Verdict);
        Assert.Equal(AuthzVerdict.Blocked, Ask("run weekly", Operator, With(Rule("run *", "", "*"), Rule("run weekly", "telegram:1", ""))).Verdict);
    }

    [Fact]
    public void A_rule_for_people_in_one_room_shuts_the_others()
    {
        var policy = With(Rule("run monthly", "telegram:1", "") with { Rooms = ["r"] });
        Assert.Equal(AuthzVerdict.Allowed, Ask("run monthly", Operator, policy).Verdict);
        Assert.Equal("room_not_allowed", Ask("run monthly", Operator, policy, Room with { RoomId = "other" }).Code);
        Assert.Equal(AuthzVerdict.Allowed, Ask("run weekly", Operator, policy, Room with { RoomId = "other" }).Verdict);
    }

    [Fact]
    public void A_rule_for_a_platform_says_nothing_of_the_other()
    {
        var policy = With(Rule("run *", "", "*") with { Platforms = ["discord"] });
        Assert.Equal(AuthzVerdict.Allowed, Ask("run weekly", Operator, policy).Verdict);
        Assert.Equal(AuthzVerdict.Blocked, Ask("run weekly", new CommandActor("discord", "2", ChatAuthorKind.User), policy).Verdict);
    }

    [Fact]
    public void Another_name_of_a_command_leads_around_no_rule()
    {
        var policy = With(Rule("pause *", "", "telegram:1"));
        var context = new CommandContext("/ops", "ContentOps", null, AddressesBot: false);
        foreach (var text in (string[])["/ops pause telegram", "/ops mute telegram", "/ops MUTE  telegram"])
            Assert.Equal(AuthzVerdict.Blocked, CommandRules.Authorise(CommandParser.Parse(text, context)!, Operator, policy, Room).Verdict);
    }

    [Fact]
    public void A_second_person_is_asked_for_where_a_rule_says_so()
    {
        var policy = On with { Approvals = [new ApprovalRule("run monthly", "leads"), new ApprovalRule("run *", "others", 5)] };
        var monthly = Ask("run monthly", Operator, policy);
        Assert.Equal((AuthzVerdict.NeedsApproval, "approval_required", "authorized"), Told(monthly));
        Assert.Equal(new ApprovalRule("run monthly", "leads", 30), monthly.Approval);
        Assert.Equal("others", Ask("run weekly", Operator, policy).Approval?.Group);
        Assert.Equal(AuthzVerdict.Allowed, Ask("issue x", Operator, policy).Verdict);
        Assert.Equal(AuthzVerdict.Blocked, Ask("run monthly", Stranger, policy).Verdict);
        Assert.Equal("mutations_disabled", Ask("run monthly", Operator, policy with { MutationsEnabled = false }).Code);
    }

    [Fact]
    public void Everybody_sees_what_he_may_run()
    {
        Assert.Equal(["help", "whoami", "version", "chatinfo", "status", "recent-runs", "run-status", "coverage", "rooms", "links", "pending"], CommandRules.VisibleTo(Stranger, On, Room));
        Assert.Contains("run", CommandRules.VisibleTo(Operator, On, Room));
        Assert.DoesNotContain("approve", CommandRules.VisibleTo(Operator, On, Room));
        Assert.Contains("approve", CommandRules.VisibleTo(Approver, On, Room));
        Assert.Equal(["help", "whoami", "version", "chatinfo"], CommandRules.VisibleTo(Operator, On, Room with { RoomId = null }));
        Assert.DoesNotContain("run", CommandRules.VisibleTo(Operator, With(Rule("run*", "", "telegram:1")), Room));
    }

    [Fact]
    public void Roles_have_names()
    {
        Assert.Equal(("operator", "approver", "viewer"), (CommandRules.RoleOf(Operator, On), CommandRules.RoleOf(Approver, On), CommandRules.RoleOf(Stranger, On)));
        Assert.Equal("anyone", CommandRules.RoleOf(Stranger, On with { ViewersAllowed = false }));
    }

    private static AuthzDecision Ask(string command, CommandActor actor, ChatPolicy? policy = null, CommandPlace? place = null)
    {
        var words = command.Split(' ');
        return CommandRules.Authorise(new ParsedCommand(words[0], [.. words.Skip(1)], ImmutableDictionary<string, string>.Empty, "", null), actor, policy ?? On, place ?? Room);
    }

    private static (AuthzVerdict, string?, string) Told(AuthzDecision decision) => (decision.Verdict, decision.Code, decision.AuthzStatus);

    private static ChatPolicy With(params AccessRule[] rules) => On with { Rules = [.. rules] };

    private static AccessRule Rule(string command, string allow, string deny) => new(command, allow.Length == 0 ? [] : [allow], deny.Length == 0 ? [] : [deny], [], []);
}
