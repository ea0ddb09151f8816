namespace Vespid.Storage.Queries;

/// <summary>A receiver of alerts, without its bot token.</summary>
/// <param name="HasTelegramToken">Whether it has one of its own.</param>
/// <param name="Status"><c>ready</c>, <c>unrouted</c> or <c>misconfigured</c>.</param>
public sealed record ReceiverItem(
    string Id, Guid OrganizationId, string? PartnerId, string? WebhookUrl, string? TelegramChat, bool HasTelegramToken, string? EscalateTo, bool Enabled,
    string Status, string? LastError);
