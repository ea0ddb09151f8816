using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds a receiver or changes it. Guard: it belongs to the organisation.</summary>
/// <param name="Id">Receiver.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="PartnerId">Null for all.</param>
/// <param name="WebhookUrl">First hop.</param>
/// <param name="TelegramChat">Second hop.</param>
/// <param name="SetToken">Whether the token changes.</param>
/// <param name="TelegramToken">Sealed.</param>
/// <param name="EscalateTo">Another receiver.</param>
/// <param name="Enabled">Whether it is told.</param>
public sealed record ReceiverPut(
    string Id, Guid OrganizationId, string? PartnerId, string? WebhookUrl, string? TelegramChat, bool SetToken, byte[]? TelegramToken, string? EscalateTo, bool Enabled)
    : CommitRow;
