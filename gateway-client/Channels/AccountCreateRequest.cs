using Vespid.Channels;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>A new account; what is absent takes the channel's default.</summary>
internal sealed record AccountCreateRequest(
    string ChannelId,
    string AccountKey,
    string? DisplayName,
    bool? Enabled,
    string? DmPolicy,
    string? GroupPolicy,
    bool? RequireMentionInGroup,
    string? WebhookUrl,
    JsonObjectText? Metadata) : IBodyShape<AccountCreateRequest>
{
    public static AccountCreateRequest Read(BodyFields fields)
    {
        var channelId = fields.Text("channelId", 1, 64);
        if (channelId.Length > 0 && !ChannelCatalog.TryGet(channelId, out _))
            fields.Fail("channelId", "Expected one of the ids of GET /v1/meta/channels.");
        return new AccountCreateRequest(
            channelId,
            fields.Text("accountKey", 1, 120, trim: true),
            AccountFields.DisplayName(fields, nullable: false),
            fields.OptionalFlag("enabled"),
            AccountFields.DmPolicy(fields),
            AccountFields.GroupPolicy(fields),
            fields.OptionalFlag("requireMentionInGroup"),
            AccountFields.WebhookUrl(fields, nullable: false),
            JsonObjectText.From(AccountFields.Metadata(fields)));
    }

    public CreateAccount ToCommand() => new()
    {
        ChannelId = ChannelId,
        AccountKey = AccountKey,
        DisplayName = DisplayName,
        Enabled = Enabled,
        DmPolicy = DmPolicy,
        GroupPolicy = GroupPolicy,
        RequireMentionInGroup = RequireMentionInGroup,
        WebhookUrl = WebhookUrl,
        Metadata = Metadata?.Text,
    };
}
