using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vespid.Grains.Delivery;

/// <summary>Payload of a channel entry in the outbox.</summary>
/// <param name="Text">What to say; within the platform's limit.</param>
/// <param name="ReplyToProviderMessageId">Message it answers.</param>
/// <param name="ThreadId">Thread or topic.</param>
internal sealed record OutboundPayload(string Text, string? ReplyToProviderMessageId, string? ThreadId)
{
    public static string Write(OutboundPayload payload) => JsonSerializer.Serialize(payload, OutboundPayloadJson.Default.OutboundPayload);

    public static OutboundPayload Read(string json) =>
        JsonSerializer.Deserialize(json, OutboundPayloadJson.Default.OutboundPayload) ?? throw new JsonException("An outbox payload is a JSON object.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboundPayload))]
internal sealed partial class OutboundPayloadJson : JsonSerializerContext;
