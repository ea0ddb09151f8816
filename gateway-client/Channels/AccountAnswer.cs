using System.Text.Json;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>A channel account; secrets in its metadata are masked.</summary>
/// <param name="IngressPath">Unguessable path of the account's own ingress route.</param>
internal sealed record AccountAnswer(
    Guid Id,
    Guid OrganizationId,
    string ChannelId,
    string AccountKey,
    string IngressPath,
    string? DisplayName,
    bool Enabled,
    string Status,
    string DmPolicy,
    string GroupPolicy,
    bool RequireMentionInGroup,
    string? WebhookUrl,
    JsonElement Metadata,
    string? LastError,
    DateTimeOffset? LastSeenAt,
    Guid? CreatedByUserId,
    Guid? UpdatedByUserId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static AccountAnswer From(AccountItem account) => new(
        account.Id, account.OrganizationId, account.ChannelId, account.AccountKey, "/ingress/k/" + account.IngressKey, account.DisplayName,
        account.Enabled, account.Status, account.DmPolicy, account.GroupPolicy, account.RequireMentionInGroup, account.WebhookUrl,
        MetadataMask.Apply(account.Metadata), account.LastError, account.LastSeenAt,
        account.CreatedByUserId, account.UpdatedByUserId, account.CreatedAt, account.UpdatedAt);
}
