using System.Text.Json;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns updates of the Bot API into messages, whether a webhook or a poll brought them. Source: core.telegram.org/bots/api#update.</summary>
public sealed class TelegramUpdateReader
{
    private static readonly Dictionary<string, string> None = [];
    private readonly Envelopes _envelopes;

    internal TelegramUpdateReader(Envelopes envelopes) => _envelopes = envelopes;

    /// <summary>Reads one update of <see cref="ITelegramClient.GetUpdatesAsync"/>. Never throws.</summary>
    public Normalization Read(TelegramUpdate update, ChannelAccount account, string? traceParent)
    {
        var request = new IngressRequest("POLL", account.ChannelId, account.AccountKey, null, null, None, None, [], null, traceParent);
        return Read(BodyReader.Of(update.Body), request, account);
    }

    internal Normalization Read(BodyReader update, IngressRequest request, ChannelAccount account)
    {
        var bot = TelegramBotIdentity.Of(account, request);
        if (update["callback_query"] is { IsObject: true } query)
            return TelegramCallback.Read(query) is { } pressed ? _envelopes.Seal(pressed, request, update) : Normalization.Unsupported;

        foreach (var kind in TelegramUpdateKinds.Messages)
        {
            if (update[kind] is { IsObject: true } message)
                return Read(message, kind, update, request, bot);
        }

        if (GenericBody.Read(update, request) is { } generic)
            return _envelopes.Seal(generic, request, update);
        return update["update_id"].IsNumber ? Normalization.Unsupported : Normalization.NotUnderstood;
    }

    private Normalization Read(BodyReader message, string kind, BodyReader update, IngressRequest request, TelegramBotIdentity bot)
    {
        if (message["sender_chat"].IsObject is false && message["from"]["is_bot"].Boolean == true)
            return Normalization.Own;
        if (HasUnusableId(message["chat"]["id"]) || HasUnusableId(message["message_id"]) || HasUnusableId(message["from"]["id"]))
            return Normalization.NotUnderstood;
        var draft = TelegramMessage.Read(message, kind, update, bot);
        if (draft is null)
            return message["chat"].IsObject ? Normalization.Unsupported : Normalization.NotUnderstood;
        return _envelopes.Seal(draft, request, update);
    }

    // An identity that does not fit would be taken for another one's, or for none.
    private static bool HasUnusableId(BodyReader id) => id.Element.ValueKind == JsonValueKind.Number && id.Integer is null;
}
