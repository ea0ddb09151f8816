using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// All messages of a notification. Source: developers.facebook.com/docs/whatsapp/cloud-api/webhooks. The conversation is the customer, not the number
/// written to, which all customers share.
/// </summary>
internal static class WhatsAppBody
{
    private static readonly string[] Receipts = ["statuses", "errors"];
    private static readonly string[] Echoes = ["message_echoes", "smb_message_echoes"];

    public static Normalization Read(BodyReader body, IngressRequest request, Envelopes envelopes)
    {
        if (!body["entry"].IsArray)
            return envelopes.Seal(GenericBody.Read(body, request), request, body);

        var values = body["entry"].Items.SelectMany(entry => entry["changes"].Items).Select(change => change["value"]).Where(value => value.IsObject).ToList();
        var isSingle = values.Sum(value => value["messages"].Items.Count()) == 1;
        var read = new List<Normalization>();
        foreach (var value in values)
        {
            foreach (var message in value["messages"].Items)
                // Of several customers' messages each keeps its own part only.
                read.Add(Read(message, value, request, isSingle ? body : message, envelopes));
            if (Array.Exists(Echoes, name => value[name].IsArray))
                read.Add(Normalization.Own);
            else if (!value["messages"].IsArray || Array.Exists(Receipts, name => value[name].IsArray))
                read.Add(Normalization.Unsupported);
        }

        return ReadBatch.Of(read);
    }

    private static Normalization Read(BodyReader message, BodyReader value, IngressRequest request, BodyReader kept, Envelopes envelopes)
    {
        var contact = WhatsAppContact.Of(message, value);
        if (contact.IsBusiness)
            return Normalization.Own;
        var edit = message["edit"];
        var content = edit["message"].OrObject(message);
        if (TextOf(content) is not { } text)
            return message["type"].Text is not null and not "text" ? Normalization.Unsupported : Normalization.NotUnderstood;

        var id = message["id"].Text;
        var group = message["group_id"].Text;
        return envelopes.Seal(
            new MessageDraft
            {
                Text = text,
                SenderId = contact.Id,
                SenderDisplayName = contact.Name,
                ConversationId = group ?? contact.Id,
                ProviderMessageId = edit["original_message_id"].Text ?? id,
                DedupeKey = edit.IsObject && id is not null ? "edit:" + id : id,
                IsDirect = (_, _) => group is null,
                Mentioned = Mentions.InText(text),
                ReceivedAt = PlatformTime.Unix(message["timestamp"]),
                ReplyTo = content["context"]["id"].Text ?? message["context"]["id"].Text,
                IsEdit = edit.IsObject,
                Attachments = WhatsAppMedia.Read(content),
            },
            request,
            kept);
    }

    private static string? TextOf(BodyReader message) =>
        message["text"]["body"].Text ?? message["button"]["text"].Text
        ?? message["interactive"]["button_reply"]["title"].Text ?? message["interactive"]["list_reply"]["title"].Text
        ?? WhatsAppMedia.CaptionOf(message) ?? message["body"].Text;
}
