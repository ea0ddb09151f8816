namespace Vespid.GrainInterfaces.Channels;

/// <summary>Media of a message; never fetched by the runtime.</summary>
/// <param name="Kind"><c>image</c>, <c>video</c>, <c>audio</c>, <c>file</c>, <c>sticker</c>, <c>location</c>, <c>contact</c>.</param>
/// <param name="MediaType">MIME type, if known.</param>
/// <param name="SizeBytes">If known.</param>
/// <param name="Url">Where the platform offers it, if by URL.</param>
/// <param name="ProviderFileId">The platform's id of the file, if by id.</param>
/// <param name="Name">File name, if any.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.attachment")]
public sealed record Attachment(
    [property: Id(0)] string Kind,
    [property: Id(1)] string? MediaType,
    [property: Id(2)] long? SizeBytes,
    [property: Id(3)] string? Url,
    [property: Id(4)] string? ProviderFileId,
    [property: Id(5)] string? Name);
