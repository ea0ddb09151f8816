using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

public sealed class AccountRulesTests
{
    private const string DmWords = "must be one of pairing, allowlist, open, disabled";
    private const string GroupWords = "must be one of allowlist, open, disabled";
    private const string UrlForm = "must be an http or https URL of at most 2000 characters, without user name or password";
    private const string ObjectForm = "must be a JSON object with keys of 1 to 120 characters";

    private static readonly CreateAccount New = new() { ChannelId = "telegram", AccountKey = "main" };

    /// <summary>Values of the fields that creation and change share, and the fault; none when null.</summary>
    public static TheoryData<string, string, string?> Fields => new()
    {
        { "displayName", "", "must be 1 to 120 characters" },
        { "displayName", "x", null },
        { "displayName", new string('x', 120), null },
        { "displayName", new string('x', 121), "must be 1 to 120 characters" },
        { "dmPolicy", "pairing", null },
        { "dmPolicy", "allowlist", null },
        { "dmPolicy", "open", null },
        { "dmPolicy", "disabled", null },
        { "dmPolicy", "Open", DmWords },
        { "dmPolicy", "", DmWords },
        { "groupPolicy", "allowlist", null },
        { "groupPolicy", "open", null },
        { "groupPolicy", "disabled", null },
        { "groupPolicy", "pairing", GroupWords },
        { "groupPolicy", "", GroupWords },
        { "webhookUrl", "http://hooks.example.org/in", null },
        { "webhookUrl", "https://hooks.example.org/in", null },
        { "webhookUrl", "HTTPS://hooks.example.org", null },
        { "webhookUrl", "https://h.example/" + new string('x', 2000 - 18), null },
        { "webhookUrl", "https://h.example/" + new string('x', 2001 - 18), UrlForm },
        { "webhookUrl", "ftp://hooks.example.org/in", UrlForm },
        { "webhookUrl", "file:///etc/passwd", UrlForm },
        { "webhookUrl", "/in", UrlForm },
        { "webhookUrl", "hooks.example.org", UrlForm },
        { "webhookUrl", "https://name:word@hooks.example.org/in", UrlForm },
        { "webhookUrl", "", UrlForm },
        { "metadata", "{}", null },
        { "metadata", """{"k":[1,{"":2}]}""", null },
        { "metadata", $$"""{"{{new string('k', 120)}}":1}""", null },
        { "metadata", $$"""{"ok":1,"{{new string('k', 121)}}":1}""", ObjectForm },
        { "metadata", """{"ok":1,"":2}""", ObjectForm },
        { "metadata", "[]", ObjectForm },
        { "metadata", "null", ObjectForm },
        { "metadata", "{", ObjectForm },
        { "metadata", $$"""{"k":"{{new string('v', 65_536 - 8)}}"}""", null },
        { "metadata", $$"""{"k":"{{new string('v', 65_537 - 8)}}"}""", "must be at most 65536 characters" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_is_judged_alike_when_an_account_is_made_and_when_it_is_changed(string field, string value, string? fault)
    {
        var created = AccountRules.Check(field switch
        {
            "displayName" => New with { DisplayName = value },
            "dmPolicy" => New with { DmPolicy = value },
            "groupPolicy" => New with { GroupPolicy = value },
            "webhookUrl" => New with { WebhookUrl = value },
            _ => New with { Metadata = value },
        });
        var changed = AccountRules.Check(field switch
        {
            "displayName" => new ChangeAccount { DisplayName = value },
            "dmPolicy" => new ChangeAccount { DmPolicy = value },
            "groupPolicy" => new ChangeAccount { GroupPolicy = value },
            "webhookUrl" => new ChangeAccount { WebhookUrl = value },
            _ => new ChangeAccount { Metadata = value },
        });

        Faults.Are(created, fault is null ? [] : [(field, fault)]);
        Faults.Are(changed, fault is null ? [] : [(field, fault)]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("k", true)]
    [InlineData(" k ", true)]
    public void An_account_needs_a_key_of_more_than_blanks(string key, bool good) =>
        Faults.Are(AccountRules.Check(New with { AccountKey = key }), good ? [] : [("accountKey", "must be 1 to 120 characters")]);

    [Fact]
    public void A_key_has_at_most_120_characters_without_the_blanks_around_it()
    {
        Assert.Null(AccountRules.Check(New with { AccountKey = $"  {new string('k', 120)}  " }));
        Faults.Are(AccountRules.Check(New with { AccountKey = new string('k', 121) }), ("accountKey", "must be 1 to 120 characters"));
    }

    [Fact]
    public void A_status_is_a_word_and_an_error_may_be_empty()
    {
        Assert.Null(AccountRules.Check(new ChangeAccount { Status = new string('s', 40), LastError = "" }));
        Assert.Null(AccountRules.Check(new ChangeAccount { LastError = new string('e', 10_000) }));
        Faults.Are(
            AccountRules.Check(new ChangeAccount { Status = "", LastError = new string('e', 10_001) }),
            ("status", "must be 1 to 40 characters"),
            ("lastError", "must be 0 to 10000 characters"));
        Faults.Are(AccountRules.Check(new ChangeAccount { Status = new string('s', 41) }), ("status", "must be 1 to 40 characters"));
    }

    [Fact]
    public void Fields_that_are_cleared_are_not_judged() => Assert.Null(AccountRules.Check(new ChangeAccount
    {
        DisplayName = Change<string>.To(null),
        WebhookUrl = Change<string>.To(null),
        LastError = Change<string>.To(null),
    }));

    [Fact]
    public void All_faults_are_told_at_once() => Faults.Are(
        AccountRules.Check(New with { DisplayName = "", DmPolicy = "x", GroupPolicy = "x", WebhookUrl = "x", Metadata = "x" }),
        ("displayName", "must be 1 to 120 characters"),
        ("dmPolicy", DmWords),
        ("groupPolicy", GroupWords),
        ("webhookUrl", UrlForm),
        ("metadata", ObjectForm));

    [Fact]
    public void Settings_that_the_channel_reads_are_texts()
    {
        var channel = ChannelCatalog.Get("telegram") with
        {
            MetadataSpecs = [new MetadataSpec("botToken", "Bot token", true, Description: "From BotFather."), new MetadataSpec("nick", "Nick", false)],
        };

        Assert.Null(AccountRules.CheckSettings(null, channel));
        Assert.Null(AccountRules.CheckSettings("""{"botToken":null,"other":17}""", channel));
        Assert.Null(AccountRules.CheckSettings($$"""{"botToken":"{{new string('x', 8192)}}","nick":""}""", channel));
        Faults.Are(
            AccountRules.CheckSettings($$"""{"botToken":"{{new string('x', 8193)}}","nick":17}""", channel),
            ("metadata.botToken", "must be a text of at most 8192 characters: From BotFather."),
            ("metadata.nick", "must be a text of at most 8192 characters: Nick"));
    }

    [Theory]
    [InlineData("start", "running")]
    [InlineData("stop", "stopped")]
    [InlineData("reconnect", "running")]
    [InlineData("login", "running")]
    [InlineData("logout", "stopped")]
    public void Each_action_leads_to_a_status(string action, string status)
    {
        Assert.Contains(action, AccountRules.Actions);
        Assert.Equal(status, AccountRules.StatusAfter(action));
    }

    [Fact]
    public void There_are_no_other_actions() => Assert.Equal(5, AccountRules.Actions.Count);
}
