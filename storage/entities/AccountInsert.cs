using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>
/// A new channel account. A claimed (channel, key) ends as <see cref="CommitRejectedException"/> with constraint <c>channel_accounts_claim</c>.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="ChannelId">One of the channels.</param>
/// <param name="AccountKey">1 to 120 characters.</param>
/// <param name="IngressKey">Unguessable, from a secure source.</param>
/// <param name="DisplayName">Shown in lists.</param>
/// <param name="Enabled">Whether messages are taken.</param>
/// <param name="Status">Status word, <c>stopped</c> for a new one.</param>
/// <param name="DmPolicy"><c>pairing</c>, <c>allowlist</c>, <c>open</c> or <c>disabled</c>.</param>
/// <param name="GroupPolicy"><c>allowlist</c>, <c>open</c> or <c>disabled</c>.</param>
/// <param name="RequireMentionInGroup">Whether group messages must address the bot.</param>
/// <param name="WebhookUrl">Where replies go, if there.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="CreatedByUserId">Who made it.</param>
public sealed record AccountInsert(
    Guid Id,
    Guid OrganizationId,
    string ChannelId,
    string AccountKey,
    string IngressKey,
    string? DisplayName,
    bool Enabled,
    string Status,
    string DmPolicy,
    string GroupPolicy,
    bool RequireMentionInGroup,
    string? WebhookUrl,
    string Metadata,
    Guid? CreatedByUserId) : CommitRow;
