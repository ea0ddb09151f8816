using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Interaction events, as Chat sends them and as it sends them to a Workspace add-on. Sources:
/// developers.google.com/workspace/chat/api/reference/rest/v1/Event and …/spaces.messages.
/// </summary>
internal static class GoogleChatBody
{
    public static Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account, Envelopes envelopes)
    {
        var addOn = body["chat"];
        var payload = addOn["messagePayload"].OrObject(addOn["appCommandPayload"]).OrObject(addOn["addedToSpacePayload"]);
        var root = payload.OrObject(body);
        var message = root["message"].OrObject(body["message"].OrObject(body));
        var space = message["space"].OrObject(root["space"].OrObject(body["space"]));
        var sender = message["sender"].OrObject(body["user"].OrObject(addOn["user"]));
        var time = body["eventTime"].Text is null ? addOn["eventTime"] : body["eventTime"];
        if (sender["type"].Text == "BOT")
            return Normalization.Own;
        if (message.First("argumentText", "text", "formattedText") is not { } text)
            return body["type"].Text is not null || addOn.IsObject ? Normalization.Unsupported : Normalization.NotUnderstood;

        var direct = IsDirect(space);
        var name = message["name"].Text;
        return envelopes.Seal(
            new MessageDraft
            {
                Text = text,
                SenderId = sender.First("name", "displayName", "email"),
                SenderDisplayName = sender["displayName"].Text,
                ConversationId = space["name"].Text,
                ProviderMessageId = name ?? time.Text,
                // A time is no name: two spaces may have the same.
                DedupeKey = name ?? (time.Text is { } at ? $"{space["name"].Text}:{at}" : null),
                IsDirect = (_, _) => direct,
                Mentioned = IsNamed(message, request, account) || Mentions.InText(text),
                ReceivedAt = PlatformTime.Raw(time) ?? PlatformTime.Raw(message["createTime"]),
                ThreadId = direct ? null : message["thread"]["name"].Text,
                ReplyTo = message["quotedMessageMetadata"]["name"].Text,
                Attachments = Attachments(message),
            },
            request,
            body);
    }

    // "type" is the older field and says DM; where it says something else, "spaceType" decides.
    private static bool IsDirect(BodyReader space) =>
        space["spaceType"].Text == "DIRECT_MESSAGE" || space["type"].Text is "DM" or "DIRECT_MESSAGE" || space["singleUserBotDm"].Boolean == true;

    private static bool IsNamed(BodyReader message, IngressRequest request, ChannelAccount account)
    {
        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId");
        foreach (var annotation in message["annotations"].Items)
        {
            var user = annotation["userMention"]["user"];
            // An app is mentioned like a person; without its name known, a mentioned app is taken for this one, since Chat tells apps of their own mentions only.
            if (annotation["type"].Text == "USER_MENTION" && (bot is null ? user["type"].Text is null or "BOT" : user["name"].Text == bot))
                return true;
        }

        return false;
    }

    private static List<Attachment> Attachments(BodyReader message)
    {
        var found = new List<Attachment>();
        foreach (var item in message["attachment"].Items)
        {
            var type = item["contentType"].Text;
            var id = item["attachmentDataRef"]["resourceName"].Text ?? item["driveDataRef"]["driveFileId"].Text ?? item["name"].Text;
            if (id is { Length: <= Envelopes.MaxIdLength })
                found.Add(new(Media.KindOf(type), type, null, item["downloadUri"].Text, id, item["contentName"].Text));
        }

        return found;
    }
}
