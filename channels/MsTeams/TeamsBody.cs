using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Activities. Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object. A thread of a channel is
/// part of the conversation's id there; here it is the message's thread.
/// </summary>
internal static class TeamsBody
{
    private const string Update = "messageUpdate";

    public static Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account, Envelopes envelopes)
    {
        var activity = body["type"].Text is null && body["value"].IsObject ? body["value"] : body;
        var kind = activity["type"].Text;
        if (kind is not (null or "message" or Update))
            return Normalization.Unsupported;
        if (kind is null && !activity["from"].IsObject && !activity["conversation"].IsObject)
            return envelopes.Seal(GenericBody.Read(body, request), request, body);
        if (activity.First("text", "summary") is not { } text)
            return kind is null ? Normalization.NotUnderstood : Normalization.Unsupported;

        var from = activity["from"];
        var sender = from.First("id", "aadObjectId", "name");
        var bot = account.Setting("botId") ?? request.Query.GetValueOrDefault("botId") ?? activity["recipient"]["id"].Text;
        if (from["role"].Text == "bot" || (bot is not null && sender == bot))
            return Normalization.Own;

        var conversation = TeamsConversation.Of(activity["conversation"]["id"].Text);
        var id = activity.First("id", "activityId");
        var edited = kind == Update;
        return envelopes.Seal(
            new MessageDraft
            {
                Text = text,
                SenderId = sender,
                SenderDisplayName = from["name"].Text,
                ConversationId = conversation.Id,
                ProviderMessageId = id,
                DedupeKey = id is null ? null : edited ? $"edit:{conversation.Id}:{id}:{activity["timestamp"].Text}" : $"{conversation.Id}:{id}",
                IsDirect = (_, _) => activity["conversation"]["conversationType"].Text == "personal" || activity["conversation"]["isGroup"].Boolean == false,
                Mentioned = IsNamed(activity, bot, account.Setting("botAppId")) || Mentions.InText(text, bot is null ? null : $"<at>{bot}</at>"),
                ReceivedAt = PlatformTime.Raw(activity["timestamp"]),
                ThreadId = conversation.ThreadId,
                ReplyTo = activity["replyToId"].Text,
                IsEdit = edited,
                Attachments = TeamsAttachments.Read(activity),
            },
            request,
            body);
    }

    // A bot's id in Teams is its app id behind a prefix.
    private static bool IsNamed(BodyReader activity, string? bot, string? appId) => activity["entities"].Items.Any(
        entity => entity["type"].Text == "mention" && entity["mentioned"]["id"].Text is { } named && (named == bot || (appId is not null && named == "28:" + appId)));
}
