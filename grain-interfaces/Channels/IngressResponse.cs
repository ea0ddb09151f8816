namespace Vespid.GrainInterfaces.Channels;

/// <summary>What to answer the vendor.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type; null for no body.</param>
/// <param name="Body">UTF-8 bytes.</param>
/// <param name="RetryAfterSeconds">Sent as <c>Retry-After</c> when set.</param>
/// <param name="AuthenticityFailed">The caller failed authenticity: counts against its address.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.ingress-response")]
public sealed record IngressResponse(
    [property: Id(0)] int Status,
    [property: Id(1)] string? ContentType,
    [property: Id(2)] byte[] Body,
    [property: Id(3)] int? RetryAfterSeconds = null,
    [property: Id(4)] bool AuthenticityFailed = false);
