using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Channels;

/// <summary>A partial change of an account. Metadata is replaced as a whole; a masked secret in it means unchanged.</summary>
internal sealed record AccountPatchRequest(
    Change<string> DisplayName,
    Change<bool> Enabled,
    Change<string> DmPolicy,
    Change<string> GroupPolicy,
    Change<bool> RequireMentionInGroup,
    Change<string> WebhookUrl,
    Change<JsonObjectText> Metadata,
    Change<string> Status,
    Change<string> LastError) : IBodyShape<AccountPatchRequest>
{
    public static AccountPatchRequest Read(BodyFields fields) => new(
        fields.Change("displayName", () => AccountFields.DisplayName(fields, nullable: true)),
        fields.Change("enabled", () => fields.OptionalFlag("enabled") ?? false),
        fields.Change("dmPolicy", () => AccountFields.DmPolicy(fields)),
        fields.Change("groupPolicy", () => AccountFields.GroupPolicy(fields)),
        fields.Change("requireMentionInGroup", () => fields.OptionalFlag("requireMentionInGroup") ?? false),
        fields.Change("webhookUrl", () => AccountFields.WebhookUrl(fields, nullable: true)),
        fields.Change("metadata", () => JsonObjectText.From(AccountFields.Metadata(fields))),
        fields.Change("status", () => fields.OptionalText("status", 1, 40, nullable: false)),
        fields.Change("lastError", () => fields.OptionalText("lastError", 0, 10_000)));

    public ChangeAccount ToCommand() => new()
    {
        DisplayName = DisplayName,
        Enabled = Enabled,
        DmPolicy = DmPolicy,
        GroupPolicy = GroupPolicy,
        RequireMentionInGroup = RequireMentionInGroup,
        WebhookUrl = WebhookUrl,
        Metadata = new Change<string>(Metadata.IsSet, Metadata.Value?.Text),
        Status = Status,
        LastError = LastError,
    };
}
