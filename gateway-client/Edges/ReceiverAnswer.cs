using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A receiver of alerts. Its bot token is never shown.</summary>
/// <param name="OrganizationId">Whose edges it is told of; all zeros for all.</param>
/// <param name="PartnerId">The one partner it is told of.</param>
/// <param name="WebhookUrl">First hop.</param>
/// <param name="TelegramChat">Second hop.</param>
/// <param name="HasTelegramToken">Whether it has a bot token of its own.</param>
/// <param name="EscalateTo">Receiver that is told when nobody acknowledges.</param>
/// <param name="Status"><c>ready</c>, <c>unrouted</c> or <c>misconfigured</c>.</param>
internal sealed record ReceiverAnswer(
    string Id, Guid OrganizationId, string? PartnerId, string? WebhookUrl, string? TelegramChat, bool HasTelegramToken, string? EscalateTo, bool Enabled, string Status,
    string? LastError)
{
    public static ReceiverAnswer From(ReceiverItem item) => new(
        item.Id, item.OrganizationId, item.PartnerId, item.WebhookUrl, item.TelegramChat, item.HasTelegramToken, item.EscalateTo, item.Enabled, item.Status, item.LastError);
}

/// <summary>Receivers, by id.</summary>
internal sealed record ReceiverList(IReadOnlyList<ReceiverAnswer> Receivers);

/// <summary>What became of a test message.</summary>
/// <param name="Hop"><c>webhook</c> or <c>telegram</c>.</param>
/// <param name="Status">Lane status word.</param>
/// <param name="Error">The receiver's own words.</param>
internal sealed record ReceiverTestAnswer(bool Delivered, string? Hop, string Status, string? Error);
