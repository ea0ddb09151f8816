using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What a message's <c>content</c> says, which is JSON within a JSON string. Source: open.feishu.cn/document/server-docs/im-v1/message-content.</summary>
internal sealed record FeishuContent(string? Text, IReadOnlyList<Attachment> Attachments)
{
    private static readonly FeishuContent None = new(null, []);
    private static readonly string[] Lines = ["a", "text", "md"];

    public static FeishuContent Of(BodyReader message)
    {
        if (message["content"].Text is not { } json || !JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var content))
            return None;
        return new(content["text"].Text ?? PostOf(content), AttachmentsOf(content, message["message_type"].Text));
    }

    // A rich text is lines of pieces.
    private static string? PostOf(BodyReader content)
    {
        var text = new StringBuilder(content["title"].Text);
        foreach (var line in content["content"].Items)
        {
            if (text.Length > 0)
                text.Append('\n');
            foreach (var piece in line.Items)
                text.Append(PieceOf(piece));
        }

        return text.ToString().Trim() is { Length: > 0 } post ? post : null;
    }

    private static string? PieceOf(BodyReader piece) => piece["tag"].Text switch
    {
        "at" => piece["user_id"].Text is { } user && user.StartsWith('@') ? user : "@" + (piece["user_name"].Text ?? piece["user_id"].Text),
        { } tag when Lines.Contains(tag) => piece["text"].Element.ValueKind == System.Text.Json.JsonValueKind.String ? piece["text"].Element.GetString() : null,
        _ => null,
    };

    private static List<Attachment> AttachmentsOf(BodyReader content, string? type)
    {
        var found = new List<Attachment>();
        if (content["file_key"].Text is { Length: <= Envelopes.MaxIdLength } file)
            found.Add(new(KindOf(type), null, content["file_size"].Integer, null, file, content["file_name"].Text));
        else
            AddImage(found, content);
        foreach (var piece in content["content"].Items.SelectMany(line => line.Items).Take(100))
            AddImage(found, piece);
        return found;
    }

    private static void AddImage(List<Attachment> found, BodyReader holder)
    {
        if (holder["image_key"].Text is { Length: <= Envelopes.MaxIdLength } image)
            found.Add(new("image", null, null, null, image, null));
    }

    private static string KindOf(string? type) => type switch
    {
        "audio" => "audio",
        "media" => "video",
        "sticker" => "sticker",
        _ => "file",
    };
}
