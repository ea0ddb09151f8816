using System.Text;
using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// The body of a real server: <c>actor</c>, <c>object</c> with the message as JSON in <c>content</c>, and <c>target</c> for the room. Placeholders in the
/// message stand for its <c>parameters</c>: people, rooms, files.
/// </summary>
internal static partial class NextcloudTalkActivity
{
    private const int MaxUrl = 4096;

    /// <summary>Bots, this one among them, are told apart by their kind.</summary>
    public static bool IsBots(BodyReader actor) =>
        actor["type"].Text is "Application" || actor["id"].Text?.StartsWith("bots/", StringComparison.Ordinal) == true;

    /// <summary>Null when there is no text.</summary>
    public static MessageDraft? Read(BodyReader body, ChannelAccount account, string? bot)
    {
        var (actor, said) = (body["actor"], body["object"]);
        var content = Content(said["content"].Text);
        if (content["message"].Text is not { } template)
            return null;
        var parameters = content["parameters"];
        var text = Placeholder().Replace(template, match => Shown(parameters[match.Groups[1].Value]) ?? match.Value);
        return new()
        {
            Text = text,
            SenderId = actor["id"].Text,
            SenderDisplayName = actor["name"].Text,
            ConversationId = body["target"]["id"].Text,
            ProviderMessageId = said["id"].Text ?? said["id"].IntegerId,
            // Nothing in the body tells a room of two from others.
            IsDirect = (_, room) => DirectRooms.Of(account).Contains(room),
            Mentioned = IsMentioned(parameters, bot) || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Raw(said["published"]) ?? PlatformTime.Raw(body["published"]),
            ReplyTo = said["inReplyTo"]["object"]["id"].Text ?? said["inReplyTo"]["object"]["id"].IntegerId,
            Attachments = Files(parameters),
        };
    }

    private static BodyReader Content(string? json) => json is not null && JsonBody.TryParseObject(Encoding.UTF8.GetBytes(SafeText.Of(json)), out var content) ? content : default;

    private static string? Shown(BodyReader parameter) => parameter.First("name", "id") is not { } name ? null
        : parameter["type"].Text is "user" or "guest" or "call" or "user-group" or "federated_user" ? "@" + name : name;

    private static bool IsMentioned(BodyReader parameters, string? bot) => bot is not null && parameters.IsObject
        && parameters.Element.EnumerateObject().Any(item => BodyReader.Of(item.Value) is var value && value["type"].Text == "user" && value["id"].Text == bot);

    private static List<Attachment> Files(BodyReader parameters) => parameters.IsObject
        ? [.. parameters.Element.EnumerateObject().Select(item => BodyReader.Of(item.Value)).Where(value => value["type"].Text == "file").Select(FileOf).OfType<Attachment>()]
        : [];

    private static Attachment? FileOf(BodyReader file)
    {
        var id = file["id"].Text ?? file["id"].IntegerId;
        var url = file["link"].Text is { Length: <= MaxUrl } link ? link : null;
        if (id is null && url is null)
            return null;
        var type = file["mimetype"].Text;
        var kind = type?.Split('/')[0] is "image" or "video" or "audio" ? type.Split('/')[0] : "file";
        return new(kind, type, file["size"].Number is { } size and >= 0 and < 1e15 ? (long)size : null, url, id?.Length > Envelopes.MaxIdLength ? null : id, file["name"].Text);
    }

    [GeneratedRegex(@"\{([A-Za-z0-9_-]{1,64})\}")]
    private static partial Regex Placeholder();
}
