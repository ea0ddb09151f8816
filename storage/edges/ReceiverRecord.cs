namespace Vespid.Storage.Edges;

/// <summary>A row of <c>alert_receivers</c>.</summary>
/// <param name="TelegramToken">Sealed.</param>
public sealed record ReceiverRecord(
    string Id, Guid OrganizationId, string? PartnerId, string? WebhookUrl, string? TelegramChat, byte[]? TelegramToken, string? EscalateTo, bool Enabled,
    string Status, string? LastError)
{
    /// <summary>The receiver of everything, whose addresses come from the environment.</summary>
    public const string Default = "default";

    /// <summary>Key of its lane.</summary>
    public string LaneKey => LaneKeyOf(Id);

    public static string LaneKeyOf(string receiverId) => "alert/" + receiverId;
}
