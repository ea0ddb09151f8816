using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vespid.Grains.Alerts;

/// <summary>A message to a receiver: the body of the webhook, and the text of everything else.</summary>
internal sealed record AlertMessage
{
    /// <summary>Telegram's limit, which a webhook gets too, so that both say the same.</summary>
    public const int MostText = 4096;

    public required string Message { get; init; }

    public required string Severity { get; init; }

    public required string Alert { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Node id; null when several edges are meant.</summary>
    public string? Edge { get; init; }

    public string? Partner { get; init; }

    public string? Region { get; init; }

    public string? Upstream { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public required string DedupeKey { get; init; }

    /// <summary>Events that it names.</summary>
    public int Count { get; init; } = 1;

    public string ToJson() => JsonSerializer.Serialize(this, AlertMessageJson.Default.AlertMessage);

    /// <exception cref="JsonException">It is no such message.</exception>
    public static AlertMessage Read(string json) =>
        JsonSerializer.Deserialize(json, AlertMessageJson.Default.AlertMessage) ?? throw new JsonException("An alert is a JSON object.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AlertMessage))]
internal sealed partial class AlertMessageJson : JsonSerializerContext;
