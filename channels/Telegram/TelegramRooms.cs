using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Telegram for rooms. Source: core.telegram.org/bots/api.</summary>
internal sealed class TelegramRooms(RoomCalls calls, IOptions<ChannelOptions> options) : IRoomClient
{
    private const int Forbidden = 403;
    private const int TooMany = 429;

    public string Channel => "telegram";

    public int MaxText => 4096;

    public int MaxCaption => 1024;

    public long MaxUpload => 50L * 1024 * 1024;

    public Task<RoomAnswer<RoomBot>> MeAsync(string token, CancellationToken cancellationToken) => CallAsync<RoomBot>(
        token, "getMe", [], null, result => result["id"].IntegerId is { } id ? (true, new RoomBot(id, result["username"].Text)) : (false, null!), cancellationToken);

    public Task<RoomAnswer<string>> SendAsync(string token, RoomPost post, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["chat_id"] = ChatOf(post.Place) };
        if (NumberOf(post.Topic) is { } topic)
            body["message_thread_id"] = topic;
        if (NumberOf(post.ReplyTo) is { } reply)
            body["reply_parameters"] = new JsonObject { ["message_id"] = reply, ["allow_sending_without_reply"] = true };
        if (post.File is not { } file)
        {
            body["text"] = SafeText.Of(post.Text);
            body["parse_mode"] = "HTML";
            return CallAsync(token, "sendMessage", body, null, MessageId, cancellationToken);
        }

        if (post.Text.Length > 0)
        {
            body["caption"] = SafeText.Of(post.Text);
            body["parse_mode"] = "HTML";
        }

        return CallAsync(token, MethodOf(file.Kind).Method, body, file, MessageId, cancellationToken);
    }

    public Task<RoomAnswer<bool>> EditAsync(string token, RoomCopy copy, string text, CancellationToken cancellationToken) => CallAsync(
        token, copy.IsCaption ? "editMessageCaption" : "editMessageText",
        new JsonObject
        {
            ["chat_id"] = ChatOf(copy.Place),
            ["message_id"] = NumberOf(copy.MessageId),
            [copy.IsCaption ? "caption" : "text"] = SafeText.Of(text),
            ["parse_mode"] = "HTML",
        },
        null, _ => (true, true), cancellationToken);

    public Task<RoomAnswer<bool>> DeleteAsync(string token, RoomCopy copy, CancellationToken cancellationToken) => CallAsync(
        token, "deleteMessage", new JsonObject { ["chat_id"] = ChatOf(copy.Place), ["message_id"] = NumberOf(copy.MessageId) }, null, _ => (true, true), cancellationToken);

    public async Task<RoomAnswer<ReadOnlyMemory<byte>>> DownloadAsync(string token, string reference, int maxBytes, CancellationToken cancellationToken)
    {
        var found = await CallAsync<string>(
            token, "getFile", new JsonObject { ["file_id"] = reference }, null,
            result => result["file_path"].Text is { } path && !path.Contains("..", StringComparison.Ordinal) ? (true, path) : (false, ""), cancellationToken);
        if (found is not RoomAnswer<string>.Ok { Value: var path } || !TelegramToken.TryParse(token, out var parsed))
            return found.As<ReadOnlyMemory<byte>>();
        // The address holds the token: it stays in here.
        var root = parsed.MethodUrl(new Uri(options.Value.TelegramApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/file"), "x").AbsoluteUri[..^1];
        return Content(await calls.DownloadAsync(new Uri(root + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)), isOwn: true, maxBytes, cancellationToken));
    }

    public Task<RoomAnswer<RoomWebhook>> WebhookAsync(string token, string place, string name, CancellationToken cancellationToken) =>
        Task.FromResult<RoomAnswer<RoomWebhook>>(new RoomAnswer<RoomWebhook>.Refused(404, "telegram_has_no_webhooks_in_chats", RoomFault.Permission));

    public async Task<RoomAnswer<RoomAccess>> CheckAsync(string token, string place, string botId, CancellationToken cancellationToken)
    {
        var me = await CallAsync<bool>(token, "getMe", [], null, result => (true, result["can_read_all_group_messages"].Boolean == true), cancellationToken);
        if (me is not RoomAnswer<bool>.Ok { Value: var readsAll })
            return me.As<RoomAccess>();
        var chat = await CallAsync<(string? Title, string? Type)>(
            token, "getChat", new JsonObject { ["chat_id"] = ChatOf(place) }, null, result => (true, (result["title"].Text, result["type"].Text)), cancellationToken);
        if (chat is not RoomAnswer<(string? Title, string? Type)>.Ok { Value: var (title, type) })
            return chat.As<RoomAccess>();
        var member = await CallAsync<string>(
            token, "getChatMember", new JsonObject { ["chat_id"] = ChatOf(place), ["user_id"] = NumberOf(botId) }, null,
            result => (true, result["status"].Text ?? ""), cancellationToken);
        if (member is not RoomAnswer<string>.Ok { Value: var status })
            return member.As<RoomAccess>();
        List<string> missing = [];
        if (status is "left" or "kicked" or "")
            missing.Add("member");
        else if (status is not ("administrator" or "creator") && !readsAll && type is "group" or "supergroup")
            missing.Add("see_all_messages");
        return new RoomAnswer<RoomAccess>.Ok(new RoomAccess([.. missing], title));
    }

    public Task<RoomAnswer<IReadOnlyList<JsonElement>>> AfterAsync(string token, string place, string messageId, CancellationToken cancellationToken) =>
        Task.FromResult<RoomAnswer<IReadOnlyList<JsonElement>>>(
            new RoomAnswer<IReadOnlyList<JsonElement>>.Refused(404, "telegram_keeps_no_history_for_bots", RoomFault.Permission));

    internal static RoomAnswer<ReadOnlyMemory<byte>> Content(PostResult result) => result switch
    {
        PostResult.Answered { Status: 200, Body: { } bytes } => new RoomAnswer<ReadOnlyMemory<byte>>.Ok(bytes),
        PostResult.Answered { Status: 200 } => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(413, "file_too_large", RoomFault.Message),
        PostResult.Answered { Status: 429 or >= 500 } answer => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(answer.Status, "file_unavailable", RoomFault.Later, answer.RetryAfter),
        PostResult.Answered answer => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(answer.Status, "file_gone", RoomFault.Gone),
        PostResult.NotSent { Error: var error } => new RoomAnswer<ReadOnlyMemory<byte>>.NotSent(error),
        PostResult.Lost { Error: var error } => new RoomAnswer<ReadOnlyMemory<byte>>.NotSent(error),
        _ => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(403, "address_refused", RoomFault.Message),
    };

    private async Task<RoomAnswer<T>> CallAsync<T>(
        string botToken, string method, JsonObject body, RoomFile? file, Func<BodyReader, (bool, T)> read, CancellationToken cancellationToken)
    {
        if (!TelegramToken.TryParse(botToken, out var token))
            return new RoomAnswer<T>.Refused(401, "malformed bot token", RoomFault.Token);
        var result = await calls.SendAsync(HttpMethod.Post, token.MethodUrl(options.Value.TelegramApiBaseUrl, method), null, body, file, cancellationToken, Form);
        return result switch
        {
            PostResult.Answered answer => TelegramAnswers.Read(answer, token, read) switch
            {
                TelegramAnswer<T>.Ok { Value: var value } => new RoomAnswer<T>.Ok(value),
                TelegramAnswer<T>.Refused refused => new RoomAnswer<T>.Refused(
                    refused.Code, $"telegram_{refused.Code}: {refused.Description}", FaultOf(refused.Code, refused.Description), refused.RetryAfter,
                    refused.MigrateToChatId?.ToString(CultureInfo.InvariantCulture)),
                TelegramAnswer<T>.Lost lost => new RoomAnswer<T>.Lost("telegram_" + lost.Error),
                _ => new RoomAnswer<T>.Lost("telegram_answer_not_understood"),
            },
            PostResult.NotSent { Error: var error } => new RoomAnswer<T>.NotSent("telegram_" + error),
            PostResult.Lost { Error: var error } => new RoomAnswer<T>.Lost("telegram_" + error),
            _ => new RoomAnswer<T>.NotSent("telegram_address_refused"),
        };
    }

    private static MultipartFormDataContent Form(JsonObject body, string boundary, RoomFile file)
    {
        var form = new MultipartFormDataContent(boundary);
        foreach (var (name, value) in body)
            form.Add(new StringContent(value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? scalar.ToString() : value!.ToJsonString()), name);
        form.Add(RoomCalls.Part(file), MethodOf(file.Kind).Field, file.Name);
        return form;
    }

    private static (string Method, string Field) MethodOf(string kind) => kind switch
    {
        "photo" => ("sendPhoto", "photo"),
        "video" => ("sendVideo", "video"),
        "animation" => ("sendAnimation", "animation"),
        "voice" => ("sendVoice", "voice"),
        "audio" => ("sendAudio", "audio"),
        _ => ("sendDocument", "document"),
    };

    // Texts are all that tells these apart: every one of them is a 400.
    private static RoomFault FaultOf(int code, string text) => code switch
    {
        TooMany or 408 or 409 or >= 500 => RoomFault.Later,
        401 or 404 => RoomFault.Token,
        Forbidden => RoomFault.Room,
        _ when Has(text, "message is not modified") => RoomFault.Unchanged,
        _ when Has(text, "message to edit not found") || Has(text, "message to delete not found") || Has(text, "message can't be edited") || Has(text, "message can't be deleted") => RoomFault.Gone,
        _ when Has(text, "chat not found") || Has(text, "chat was deactivated") || Has(text, "PEER_ID_INVALID") => RoomFault.Room,
        _ when Has(text, "not enough rights") || Has(text, "have no rights") || Has(text, "CHAT_WRITE_FORBIDDEN") => RoomFault.Room,
        _ => RoomFault.Message,
    };

    private static bool Has(string text, string what) => text.Contains(what, StringComparison.OrdinalIgnoreCase);

    private static (bool, string) MessageId(BodyReader result) => result["message_id"].IntegerId is { } id ? (true, id) : (false, "");

    private static JsonNode ChatOf(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : SafeText.Of(id);

    private static long? NumberOf(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
