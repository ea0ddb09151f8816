using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Media by Meta's media ids, which are exchanged for short-lived URLs.</summary>
internal static class WhatsAppMedia
{
    private static readonly (string Field, string Kind)[] Kinds =
        [("image", "image"), ("video", "video"), ("audio", "audio"), ("document", "file"), ("sticker", "sticker")];

    public static string? CaptionOf(BodyReader message)
    {
        foreach (var (field, _) in Kinds)
        {
            if (message[field]["caption"].Text is { } caption)
                return caption;
        }

        return null;
    }

    public static IReadOnlyList<Attachment> Read(BodyReader message)
    {
        var found = new List<Attachment>();
        foreach (var (field, kind) in Kinds)
        {
            var file = message[field];
            if (file["id"].Text is { Length: <= Envelopes.MaxIdLength } id)
                found.Add(new(kind, file["mime_type"].Text, file["file_size"].Integer, null, id, file["filename"].Text));
        }

        return found;
    }
}
