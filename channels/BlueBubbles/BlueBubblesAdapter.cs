using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// The webhooks of a BlueBubbles server: <c>{type, data}</c>, without a signature, so our token stands in the URL that the server was given; a relay between
/// may sign. Source: the BlueBubbles server's REST and webhook documentation.
/// </summary>
internal sealed class BlueBubblesAdapter(Envelopes envelopes) : IChannelAdapter
{
    private const string Test = "hello-world";
    private const string NewMessage = "new-message";
    private const string UpdatedMessage = "updated-message";
    private static readonly BridgeProof Bridge = new("bluebubbles", "x-bluebubbles-token", "x-bluebubbles-signature");
    private static readonly IngressResponse Ok = new(200, null, []);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("bluebubbles");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account, request.Query.GetValueOrDefault("token")));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) && body["type"].Text == Test ? Ok : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        if (body["type"].Text is { } type && body["data"].IsObject)
            return Read(type, body, request, account);
        var message = body["message"].OrObject(body);
        if (message["isFromMe"].Boolean == true)
            return Normalization.Own;
        return envelopes.Seal(Reduced(message, body, request) ?? GenericBody.Read(body, request), request, body);
    }

    private Normalization Read(string type, BodyReader body, IngressRequest request, ChannelAccount account)
    {
        var data = body["data"];
        if (type is not (NewMessage or UpdatedMessage))
            return Normalization.Unsupported;
        if (data["isFromMe"].Boolean == true)
            return Normalization.Own;
        // Besides edits an update tells of delivery, reading and retraction.
        var edited = type == UpdatedMessage;
        if ((edited && !data["dateEdited"].IsNumber) || data["dateRetracted"].IsNumber || data["associatedMessageGuid"].Text is not null
            || data["itemType"].Integer is > 0)
            return Normalization.Unsupported;
        return BlueBubblesMessage.Read(data, edited, account, request) is { } draft ? envelopes.Seal(draft, request, body) : Normalization.Unsupported;
    }

    private static MessageDraft? Reduced(BodyReader message, BodyReader body, IngressRequest request)
    {
        if (IMessageBody.Read(message) is not { } draft)
            return null;
        var sender = body["sender"];
        return draft with
        {
            SenderId = draft.SenderId ?? sender.First("address", "id"),
            SenderDisplayName = sender.First("displayName", "name") ?? body["senderName"].Text ?? draft.SenderDisplayName,
            Mentioned = draft.Mentioned || Mentions.Any(draft.Text ?? string.Empty, request.Query.GetValueOrDefault("botHandle")),
            ReceivedAt = draft.ReceivedAt ?? PlatformTime.Auto(body["timestamp"]),
        };
    }
}
