using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Files and pictures; cards and the text's own HTML copy are no media.</summary>
internal static class TeamsAttachments
{
    private const string SharedFile = "application/vnd.microsoft.teams.file.download.info";
    private const string Card = "application/vnd.microsoft.";

    public static IReadOnlyList<Attachment> Read(BodyReader activity)
    {
        var found = new List<Attachment>();
        foreach (var item in activity["attachments"].Items)
        {
            var type = item["contentType"].Text;
            if (type == SharedFile && item["content"]["downloadUrl"].Text is { } download)
                found.Add(new("file", null, null, download, Bounded(item["content"]["uniqueId"].Text), item["name"].Text));
            else if (type is not (null or "text/html") && !type.StartsWith(Card, StringComparison.Ordinal) && item["contentUrl"].Text is { } url)
                found.Add(new(Media.KindOf(type), type, null, url, null, item["name"].Text));
        }

        return found;
    }

    private static string? Bounded(string? id) => id?.Length <= Envelopes.MaxIdLength ? id : null;
}
