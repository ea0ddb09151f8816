using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Sends as the app with the account secret <c>serviceAccountKey</c>. The entry's id is the request id, by which Chat knows a repeat. Source:
/// developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create.
/// </summary>
internal sealed class GoogleChatSender(VendorApi api, AccessTokens tokens, AccessTokenRequests requests, TimeProvider time, IOptions<ChannelOptions> options)
    : VendorSender("googlechat", options)
{
    private const string Chat = "https://chat.googleapis.com";
    private const string SpacePrefix = "spaces/";
    private const string ThreadOption = "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    protected override bool IsConfigured(ChannelAccount account) => account.Secrets("serviceAccountKey").Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        var key = account.Secrets("serviceAccountKey")[0];
        if (!GoogleServiceAccount.TryParse(key, out var service))
            return Refused("service_account_key_invalid", accountFault: true);
        if (SpaceOf(message.ConversationId) is not { } space)
            return Refused("conversation_is_no_space");
        if (!api.TryBase(account, Chat, out var root))
            return BaseUrlRefused();

        var url = new Uri(root, $"v1/{space}/messages?requestId={message.EntryId}{(message.ThreadId is null ? "" : "&messageReplyOption=" + ThreadOption)}");
        return await tokens.SendAsync(
            [key],
            cancel => AskAsync(service, cancel),
            token => PostAsync(url, message, token, cancellationToken),
            Refused("401", accountFault: true),
            cancellationToken);
    }

    private async Task<AccessToken> AskAsync(GoogleServiceAccount service, CancellationToken cancellationToken) =>
        service.TokenRequest(time.GetUtcNow()) is { } form
            ? await requests.PostFormAsync("googlechat", service.TokenUrl, form, cancellationToken)
            : new AccessToken.Denied(Refused("service_account_key_invalid", accountFault: true));

    private async Task<SendResult?> PostAsync(Uri url, OutboundMessage message, string token, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["text"] = message.Text };
        if (message.ThreadId is { } thread)
            body["thread"] = new JsonObject { ["name"] = SafeText.Of(thread) };
        var result = await api.PostAsync(url, body, new[] { ("authorization", "Bearer " + token) }, cancellationToken);
        return result switch
        {
            PostResult.Answered { Status: 401 } => null,
            PostResult.Answered { Status: >= 200 and < 300 } answer => IdOf(answer) is { } id ? new SendResult.Sent(id) : Unknown("answer_not_understood"),
            PostResult.Answered answer => OfStatus(answer, StatusOf(answer)),
            _ => WithoutAnswer(result),
        };
    }

    private static string? IdOf(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var body) ? body["name"].Text : null;

    // PERMISSION_DENIED and the like; the longer text may name people and spaces.
    private static string? StatusOf(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var body) ? body["error"]["status"].Text : null;

    // It becomes part of a path, so it is nothing but a name.
    private static string? SpaceOf(string conversation)
    {
        var id = conversation.StartsWith(SpacePrefix, StringComparison.Ordinal) ? conversation[SpacePrefix.Length..] : conversation;
        return id.Length is > 0 and <= 128 && !id.AsSpan().ContainsAnyExcept(NameLetters) ? SpacePrefix + id : null;
    }
}
