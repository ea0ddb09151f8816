using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Media of a message, by the names under which signal-cli stores them.</summary>
internal static class SignalMedia
{
    public static IReadOnlyList<Attachment> Read(BodyReader data)
    {
        var found = data["attachments"].Items.Where(item => item["id"].Text is { Length: <= Envelopes.MaxIdLength }).Select(Of).ToList();
        if (data["sticker"] is { IsObject: true } sticker && sticker["packId"].Text is { Length: < 256 } pack)
            found.Add(new("sticker", null, null, null, $"{pack}/{sticker["stickerId"].IntegerId}", null));
        return found;
    }

    private static Attachment Of(BodyReader item)
    {
        var type = item["contentType"].Text;
        var kind = type?.Split('/')[0] switch
        {
            "image" => "image",
            "video" => "video",
            "audio" => "audio",
            _ => "file",
        };
        return new(kind, type, item["size"].Integer is { } size and >= 0 ? size : null, null, item["id"].Text, item["filename"].Text);
    }
}
