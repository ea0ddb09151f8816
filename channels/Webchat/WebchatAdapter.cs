using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Web chat: a page speaks for one visitor with a visitor token, a relay speaks for many with the account's <c>ingressToken</c>. What a visitor's
/// body says about its sender or conversation is not believed.
/// </summary>
internal sealed class WebchatAdapter(Envelopes envelopes, VisitorToken visitors) : IChannelAdapter
{
    private const string TokenHeader = "x-webchat-token";
    private const string WebhookSecret = "webhookSecret";
    private static readonly Authenticity.Failed TokenInvalid = new("webchat_token_invalid");

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("webchat");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        var draft = WebchatBody.Read(body, request) ?? GenericBody.Read(body, request);
        if (draft is not null && SharedSecrets.PresentedToken(request, TokenHeader) is { } token && IsVisitors(token))
        {
            if (!visitors.TryRead(token, account.Id, out var visitor))
                return Normalization.NotUnderstood;
            draft = draft with { SenderId = visitor.VisitorId, ConversationId = visitor.ConversationId, IsDirect = static (_, _) => true };
        }

        return envelopes.Seal(Keyed(draft), request, body);
    }

    private Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var presented = SharedSecrets.PresentedToken(request, TokenHeader);
        if (presented is not null && IsVisitors(presented))
            return visitors.TryVerify(presented, account.Id, out _) ? Authenticity.Authentic.Instance : TokenInvalid;
        var tokens = account.Secrets("ingressToken");
        if (tokens.Count > 0)
            return SharedSecrets.MatchesAny(presented, tokens) ? Authenticity.Authentic.Instance : TokenInvalid;
        var signing = account.Secrets(WebhookSecret);
        if (signing.Count == 0)
            return Authenticity.Unsigned.Instance;
        return SharedSecrets.HasGenericSignature(request, signing)
            ? Authenticity.Authentic.Instance
            : new Authenticity.Failed(ReasonCodes.SignatureInvalid);
    }

    private static bool IsVisitors(string token) => token.StartsWith(VisitorToken.Prefix, StringComparison.Ordinal);

    // Pages number their own messages, so an id says nothing outside its conversation.
    private static MessageDraft? Keyed(MessageDraft? draft) => draft is { ProviderMessageId: { } id }
        ? draft with { DedupeKey = $"{draft.ConversationId ?? draft.SenderId}:{id}" }
        : draft;
}
