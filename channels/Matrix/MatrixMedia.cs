using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Media of a message; <c>mxc:</c> URLs lead to the homeserver's media repository.</summary>
internal static class MatrixMedia
{
    public static IReadOnlyList<Attachment> Read(BodyReader content, string? eventType)
    {
        var kind = eventType == "m.sticker" ? "sticker" : content["msgtype"].Text switch
        {
            "m.image" => "image",
            "m.video" => "video",
            "m.audio" => "audio",
            "m.file" => "file",
            "m.location" => "location",
            _ => null,
        };
        if (kind is null)
            return [];
        var info = content["info"];
        var url = content["url"].Text ?? content["file"]["url"].Text ?? content["geo_uri"].Text;
        return [new(kind, info["mimetype"].Text, info["size"].Integer, url, null, content.First("filename", "body"))];
    }
}
