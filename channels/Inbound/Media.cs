using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Attachments from what platforms say of files.</summary>
internal static class Media
{
    private const int MaxUrl = 4096;

    public static string KindOf(string? mediaType) => mediaType?.Split('/')[0].ToLowerInvariant() switch
    {
        "image" => "image",
        "video" => "video",
        "audio" => "audio",
        _ => "file",
    };

    /// <summary>Null when there is neither an id nor a URL that can be kept.</summary>
    public static Attachment? Of(string? kind, string? mediaType, long? size, string? url, string? id, string? name)
    {
        if (id?.Length > Envelopes.MaxIdLength)
            id = null;
        if (url?.Length > MaxUrl)
            url = null;
        return id is null && url is null ? null : new(kind ?? KindOf(mediaType), mediaType, size is >= 0 ? size : null, url, id, name);
    }

    public static IReadOnlyList<Attachment> Of(IEnumerable<BodyReader> files, Func<BodyReader, Attachment?> read) =>
        [.. files.Select(read).OfType<Attachment>()];
}
