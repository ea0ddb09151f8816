using System.Text.Json.Serialization;

namespace Vespid.Gateway.Access;

/// <summary>What a signed token says. Times are Unix seconds.</summary>
internal sealed record TokenClaims(
    [property: JsonPropertyName("sub")] Guid UserId,
    [property: JsonPropertyName("sid")] Guid SessionId,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt);
