using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Media by URL.</summary>
internal static class ZaloAttachments
{
    public static IReadOnlyList<Attachment> Read(BodyReader message)
    {
        var found = new List<Attachment>();
        foreach (var item in message["attachments"].Items)
        {
            var payload = item["payload"];
            if (KindOf(item["type"].Text) is { } kind && payload["url"].Text is { } url)
                found.Add(new(kind, MediaTypeOf(payload["type"].Text), (long?)payload["size"].Number, url, null, payload["name"].Text));
        }

        if (message.First("photo_url", "photo") is { } photo)
            found.Add(new("image", null, null, photo, null, null));
        return found;
    }

    private static string? KindOf(string? type) => type switch
    {
        "image" or "gif" => "image",
        "audio" or "voice" => "audio",
        "video" => "video",
        "file" => "file",
        "sticker" => "sticker",
        _ => null,
    };

    private static string? MediaTypeOf(string? type) => type?.Contains('/', StringComparison.Ordinal) == true ? type : null;
}
