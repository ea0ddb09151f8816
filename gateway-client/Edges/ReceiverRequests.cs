using System.Text.Json.Serialization;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>Adds a receiver.</summary>
internal sealed record ReceiverCreateRequest(string Id, Guid? OrganizationId, ReceiverPatchRequest Settings) : IBodyShape<ReceiverCreateRequest>
{
    [JsonIgnore]
    public ReceiverPatchRequest Settings { get; init; } = Settings;

    public string? PartnerId => Settings.PartnerId.Value;

    public string? WebhookUrl => Settings.WebhookUrl.Value;

    public string? TelegramChat => Settings.TelegramChat.Value;

    public string? TelegramToken => Settings.TelegramToken.Value;

    public string? EscalateTo => Settings.EscalateTo.Value;

    public bool? Enabled => Settings.Enabled;

    public static ReceiverCreateRequest Read(BodyFields fields)
    {
        var id = fields.Text("id", 1, 63);
        if (id.Length > 0 && !EdgeWords.ShortId.IsMatch(id))
            fields.Fail("id", "Expected lower-case letters, digits and hyphens.");
        return new ReceiverCreateRequest(id, fields.OptionalId("organizationId"), ReceiverPatchRequest.Read(fields));
    }
}

/// <summary>Changes a receiver: what is left out stays, null removes.</summary>
internal sealed record ReceiverPatchRequest(
    Change<string> PartnerId, Change<string> WebhookUrl, Change<string> TelegramChat, Change<string> TelegramToken, Change<string> EscalateTo, bool? Enabled)
    : IBodyShape<ReceiverPatchRequest>
{
    private const string Mask = "********";

    public static ReceiverPatchRequest Read(BodyFields fields) => new(
        Text(fields, "partnerId", 63), Text(fields, "webhookUrl", 2_000), Text(fields, "telegramChat", 100), Unmasked(Text(fields, "telegramToken", 200)),
        Text(fields, "escalateTo", 63), fields.OptionalFlag("enabled"));

    public ReceiverSettings ApplyTo(ReceiverItem? receiver) => new(
        PartnerId.IsSet ? PartnerId.Value : receiver?.PartnerId, WebhookUrl.IsSet ? WebhookUrl.Value : receiver?.WebhookUrl,
        TelegramChat.IsSet ? TelegramChat.Value : receiver?.TelegramChat, TelegramToken, EscalateTo.IsSet ? EscalateTo.Value : receiver?.EscalateTo,
        Enabled ?? receiver?.Enabled ?? true);

    private static Change<string> Text(BodyFields fields, string name, int most) => fields.Change(name, () => fields.OptionalText(name, 1, most, trim: true));

    /// <summary>A masked secret sent back means unchanged.</summary>
    private static Change<string> Unmasked(Change<string> token) => token is { IsSet: true, Value: Mask } ? default : token;
}

/// <summary>Closes circuit breakers.</summary>
/// <param name="NodeId">Of one edge; nothing closes all.</param>
internal sealed record UnparkRequest(string? NodeId) : IBodyShape<UnparkRequest>
{
    public static UnparkRequest Read(BodyFields fields) => new(fields.OptionalText("nodeId", 1, 128));
}
