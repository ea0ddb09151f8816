using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Media of a message, by the platform's file ids.</summary>
internal static class TelegramMedia
{
    private static readonly (string Field, string Kind, string? MediaType)[] Files =
    [
        ("animation", "video", "video/mp4"),
        ("video", "video", null),
        ("video_note", "video", "video/mp4"),
        ("audio", "audio", null),
        ("voice", "audio", "audio/ogg"),
        ("document", "file", null),
        ("sticker", "sticker", null),
    ];

    public static IReadOnlyList<Attachment> Read(BodyReader message)
    {
        var found = new List<Attachment>();
        // Sizes of one picture, the largest last.
        if (message["photo"].Items.LastOrDefault() is { IsObject: true } photo)
            Add(found, photo, "image", "image/jpeg");
        foreach (var (field, kind, mediaType) in Files)
        {
            // An animation stands in the message a second time, as a document.
            if (message[field] is { IsObject: true } file && !(field == "document" && message["animation"].IsObject))
                Add(found, file, kind, mediaType);
        }

        return found;
    }

    private static void Add(List<Attachment> found, BodyReader file, string kind, string? mediaType)
    {
        if (file["file_id"].Text is { Length: <= Envelopes.MaxIdLength } id)
            found.Add(new(kind, file["mime_type"].Text ?? mediaType, file["file_size"].Integer, null, id, file["file_name"].Text));
    }
}
