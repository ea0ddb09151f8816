using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Source: core.telegram.org/bots/api, Bot API 9.</summary>
internal sealed class TelegramClient(IHttpClientFactory clients, BoundedPost post, IOptions<ChannelOptions> options) : ITelegramClient
{
    public const string ClientName = "vespid.telegram";
    private const int MaxAnswer = 256 * 1024;
    private const int MaxUpdates = 32 * 1024 * 1024;

    public Task<TelegramAnswer<TelegramBot>> GetMeAsync(string botToken, CancellationToken cancellationToken) =>
        CallAsync(botToken, new("getMe", []), TelegramAnswers.Bot, cancellationToken);

    public Task<TelegramAnswer<IReadOnlyList<TelegramUpdate>>> GetUpdatesAsync(
        string botToken, long? offset, TimeSpan wait, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["timeout"] = (int)wait.TotalSeconds,
            ["allowed_updates"] = Names(),
        };
        if (offset is not null)
            body["offset"] = offset;
        return CallAsync(botToken, new("getUpdates", body, MaxUpdates, wait), TelegramAnswers.Updates, cancellationToken);
    }

    public Task<TelegramAnswer<long>> SendMessageAsync(string botToken, TelegramText message, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["chat_id"] = ChatOf(message.ChatId),
            ["text"] = SafeText.Of(message.Text),
        };
        if (message.DisablePreview)
            body["disable_web_page_preview"] = true;
        if (message.ThreadId is { } thread)
            body["message_thread_id"] = thread;
        if (message.ReplyToMessageId is { } reply)
            body["reply_parameters"] = new JsonObject { ["message_id"] = reply, ["allow_sending_without_reply"] = true };
        return CallAsync(botToken, new("sendMessage", body), TelegramAnswers.MessageId, cancellationToken);
    }

    public Task<TelegramAnswer<bool>> SetWebhookAsync(string botToken, Uri url, string? secretToken, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["url"] = url.AbsoluteUri, ["allowed_updates"] = Names() };
        if (secretToken is not null)
            body["secret_token"] = secretToken;
        return CallAsync(botToken, new("setWebhook", body), TelegramAnswers.True, cancellationToken);
    }

    public Task<TelegramAnswer<bool>> DeleteWebhookAsync(string botToken, CancellationToken cancellationToken) =>
        CallAsync(botToken, new("deleteWebhook", []), TelegramAnswers.True, cancellationToken);

    private async Task<TelegramAnswer<T>> CallAsync<T>(
        string botToken, Call call, Func<BodyReader, (bool, T)> read, CancellationToken cancellationToken)
    {
        if (!TelegramToken.TryParse(botToken, out var token))
            return new TelegramAnswer<T>.Refused(401, "malformed bot token", null, null);
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, token.MethodUrl(options.Value.TelegramApiBaseUrl, call.Method))
        {
            Content = new SentContent(System.Text.Encoding.UTF8.GetBytes(call.Body.ToJsonString())),
        };
        var result = await post.SendAsync(client, request, call.MaxAnswer, options.Value.OutboundTimeout + call.Wait, cancellationToken);
        return result switch
        {
            PostResult.Answered answer => TelegramAnswers.Read(answer, token, read),
            PostResult.NotSent { Error: var error } => new TelegramAnswer<T>.NotSent(error),
            PostResult.Lost { Error: var error } => new TelegramAnswer<T>.Lost(error),
            _ => new TelegramAnswer<T>.NotSent("address_refused"),
        };
    }

    private static JsonNode ChatOf(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : SafeText.Of(id);

    private static JsonArray Names() => [.. TelegramUpdateKinds.Allowed.Select(name => JsonValue.Create(name))];

    private readonly record struct Call(string Method, JsonObject Body, int MaxAnswer, TimeSpan Wait)
    {
        public Call(string method, JsonObject body)
            : this(method, body, TelegramClient.MaxAnswer, TimeSpan.Zero)
        {
        }
    }
}
