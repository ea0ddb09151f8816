using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Identity;

namespace Vespid.Tests.Unit.Identity;

public sealed class OrganizationRulesTests
{
    private const string UrlForm = "must be an http or https URL of at most 2000 characters, without user name or password";
    private const string SecretForm = "must be 16 to 400 characters";
    private const string LimitForm = "must be 0 or more, or null for unlimited";

    /// <summary>Field, value, fault; none when null.</summary>
    public static TheoryData<string, string?, string?> Texts => new()
    {
        { "name", null, "must be 1 to 120 characters" },
        { "name", "", "must be 1 to 120 characters" },
        { "name", "A", null },
        { "name", new string('A', 120), null },
        { "name", new string('A', 121), "must be 1 to 120 characters" },
        { "agentKind", "none", null },
        { "agentKind", "echo", null },
        { "agentKind", "pull", null },
        { "agentKind", "push", null },
        { "agentKind", "shout", "must be one of none, echo, pull, push" },
        { "agentKind", "", "must be one of none, echo, pull, push" },
        { "agentKind", null, "must be one of none, echo, pull, push" },
        { "agentEndpoint", null, null },
        { "agentEndpoint", "https://agent.example.org/turns", null },
        { "agentEndpoint", "http://agent.example.org/turns", null },
        { "agentEndpoint", "https://a.example/" + new string('x', 2000 - 18), null },
        { "agentEndpoint", "https://a.example/" + new string('x', 2001 - 18), UrlForm },
        { "agentEndpoint", "https://name:word@agent.example.org/", UrlForm },
        { "agentEndpoint", "ftp://agent.example.org/", UrlForm },
        { "agentEndpoint", "turns", UrlForm },
        { "agentSecret", null, null },
        { "agentSecret", new string('s', 15), SecretForm },
        { "agentSecret", new string('s', 16), null },
        { "agentSecret", new string('s', 400), null },
        { "agentSecret", new string('s', 401), SecretForm },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_within_their_bounds(string field, string? value, string? fault)
    {
        var change = Change<string>.To(value);
        var command = field switch
        {
            "name" => new ChangeOrganization { Name = change },
            "agentKind" => new ChangeOrganization { AgentKind = change },
            "agentEndpoint" => new ChangeOrganization { AgentEndpoint = change },
            _ => new ChangeOrganization { AgentSecret = change },
        };
        Faults.Are(OrganizationRules.Check(command), fault is null ? [] : [(field, fault)]);
    }

    [Fact]
    public void A_limit_is_no_less_than_nothing_and_null_is_unlimited()
    {
        Assert.Null(OrganizationRules.Check(new ChangeOrganization { MonthlyRunLimit = 0, InflightRunLimit = 0 }));
        Assert.Null(OrganizationRules.Check(new ChangeOrganization { MonthlyRunLimit = Change<int?>.To(null), InflightRunLimit = Change<int?>.To(null) }));
        Faults.Are(OrganizationRules.Check(new ChangeOrganization { MonthlyRunLimit = -1 }), ("monthlyRunLimit", LimitForm));
        Faults.Are(OrganizationRules.Check(new ChangeOrganization { InflightRunLimit = -1 }), ("inflightRunLimit", LimitForm));
    }

    [Fact]
    public void A_change_of_nothing_is_no_fault_and_no_entry_in_the_trail()
    {
        Assert.Null(OrganizationRules.Check(new ChangeOrganization()));
        Assert.Empty(OrganizationRules.Changed(new ChangeOrganization()));
    }

    [Fact]
    public void The_trail_names_what_was_set_and_never_the_secret()
    {
        var changed = OrganizationRules.Changed(new ChangeOrganization
        {
            Name = "Vespers",
            ChannelRuntimeEnabled = false,
            AgentKind = "push",
            AgentEndpoint = "https://agent.example.org/",
            AgentSecret = "0123456789abcdef",
            MonthlyRunLimit = 100,
            InflightRunLimit = Change<int?>.To(null),
        });

        Assert.Equal(
            [
                ("name", "Vespers"), ("channelRuntimeEnabled", false), ("agentKind", "push"), ("agentEndpoint", "https://agent.example.org/"),
                ("agentSecret", "********"), ("monthlyRunLimit", 100), ("inflightRunLimit", null),
            ],
            changed);
        Assert.Equal([("agentKind", "echo")], OrganizationRules.Changed(new ChangeOrganization { AgentKind = "echo" }));
    }

    [Fact]
    public void A_turn_that_came_over_no_channel_names_its_organisation_and_text() => Assert.Equal(
        """{"organizationId":"0190a000-0000-7000-8000-000000000002","text":"hello"}""",
        TurnInput.Write(Guid.Parse("0190a000-0000-7000-8000-000000000002"), "hello"));
}
