using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Turns what signal-cli gives for a received envelope into messages, whether its daemon or a bridge brought it.
/// Source: signal-cli's man page signal-cli-jsonrpc(5) and its JSON output.
/// </summary>
internal sealed class SignalReader(Envelopes envelopes)
{
    private const char Separator = ':';

    /// <param name="body">A notification of the daemon, its parameters, or a bridge's body.</param>
    /// <param name="request">For the payload.</param>
    /// <param name="account">Whose number the bot has.</param>
    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        var root = body["params"].OrObject(body);
        root = root["result"].OrObject(root);
        var envelope = root["envelope"].OrObject(root);
        if (envelope["syncMessage"].IsObject || IsOwn(envelope, account))
            return Normalization.Own;
        var edit = envelope["editMessage"];
        var data = edit.IsObject ? edit["dataMessage"] : envelope["dataMessage"].OrObject(root["dataMessage"]);
        if (data["reaction"].IsObject || data["remoteDelete"].IsObject)
            return Normalization.Unsupported;
        var text = data["message"].Text ?? (data.IsObject ? null : root.First("message", "text"));
        var attachments = SignalMedia.Read(data);
        if (text is null && attachments.Count > 0)
            text = attachments[0].Name ?? attachments[0].Kind;
        if (text is null)
            return IsKnown(envelope) || data.IsObject ? Normalization.Unsupported : Normalization.NotUnderstood;
        return envelopes.Seal(Draft(new(root, envelope, data, edit), text, request, account) with { Attachments = attachments }, request, body);
    }

    private static MessageDraft Draft(Parts parts, string text, IngressRequest request, ChannelAccount account)
    {
        var (root, envelope, data, edit) = parts;
        var sender = envelope.First("sourceUuid", "sourceNumber", "source") ?? root.First("senderId", "from");
        var group = data["groupInfo"]["groupId"].Text ?? data["groupV2"]["id"].Text ?? root["groupId"].Text;
        var time = envelope["timestamp"].IntegerId ?? envelope["timestamp"].Text;
        var id = envelope["guid"].Text ?? (time is null ? root["id"].Text : $"{sender}{Separator}{time}");
        var edited = edit["targetSentTimestamp"].IntegerId;
        return new()
        {
            Text = text,
            SenderId = sender,
            SenderDisplayName = envelope["sourceName"].Text ?? root["senderName"].Text,
            ConversationId = group,
            ProviderMessageId = edited is null ? id : $"{sender}{Separator}{edited}",
            DedupeKey = id,
            IsDirect = (_, _) => group is null,
            Mentioned = IsMentioned(data, account) || Mentions.InText(text, request.Query.GetValueOrDefault("botHandle"), account.Setting("botHandle")),
            ReceivedAt = PlatformTime.Auto(envelope["timestamp"]),
            ReplyTo = data["quote"] is { IsObject: true } quote && quote["id"].IntegerId is { } answered
                ? $"{quote.First("authorUuid", "authorNumber", "author")}{Separator}{answered}" : null,
            IsEdit = edit.IsObject,
        };
    }

    private static bool IsOwn(BodyReader envelope, ChannelAccount account) => account.Setting("number") is { } number
        && (envelope["sourceNumber"].Text == number || envelope["source"].Text == number);

    private static bool IsMentioned(BodyReader data, ChannelAccount account) =>
        data["mentions"].Items.Any(mention => Is(mention["number"].Text, account.Setting("number")) || Is(mention["uuid"].Text, account.Setting("uuid")));

    private static bool Is(string? one, string? other) => one is not null && one == other;

    // Receipts, typing notices, calls and stories.
    private static bool IsKnown(BodyReader envelope) => envelope["receiptMessage"].IsObject || envelope["typingMessage"].IsObject
        || envelope["callMessage"].IsObject || envelope["storyMessage"].IsObject;

    private readonly record struct Parts(BodyReader Root, BodyReader Envelope, BodyReader Data, BodyReader Edit);
}
