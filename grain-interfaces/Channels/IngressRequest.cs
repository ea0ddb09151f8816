namespace Vespid.GrainInterfaces.Channels;

/// <summary>An inbound request as it came in, copied once from the wire.</summary>
/// <param name="Method">HTTP method in upper case.</param>
/// <param name="ChannelId">From the path.</param>
/// <param name="AccountKey">From the path; for the unguessable route this is null.</param>
/// <param name="IngressKey">From the unguessable route, else null.</param>
/// <param name="ContentType">Media type with parameters; null when absent.</param>
/// <param name="Headers">Names in lower case; of repeated ones the first value.</param>
/// <param name="Query">Decoded; of repeated names the first value.</param>
/// <param name="Body">Raw bytes, owned by the receiver.</param>
/// <param name="RemoteAddress">Of the caller, after trusted proxies.</param>
/// <param name="TraceParent">W3C trace context, if any.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.ingress-request")]
public sealed record IngressRequest(
    [property: Id(0)] string Method,
    [property: Id(1)] string ChannelId,
    [property: Id(2)] string? AccountKey,
    [property: Id(3)] string? IngressKey,
    [property: Id(4)] string? ContentType,
    [property: Id(5)] IReadOnlyDictionary<string, string> Headers,
    [property: Id(6)] IReadOnlyDictionary<string, string> Query,
    [property: Id(7)] byte[] Body,
    [property: Id(8)] string? RemoteAddress,
    [property: Id(9)] string? TraceParent);
