using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>
/// The Bot API for one bot, on loopback: getMe, getUpdates with confirmation by offset, sendMessage, setWebhook and deleteWebhook, with the real statuses and
/// texts where callers depend on them. A second poll ends the first with 409, so that two pollers of one bot show.
/// </summary>
public sealed class FakeTelegram : IAsyncDisposable
{
    private readonly UpdateQueue _updates = new();
    private readonly TelegramChats _chats = new();
    private readonly TelegramPolls _polls;
    private LoopbackServer _server = null!;
    private volatile string? _webhookUrl;

    private FakeTelegram(string botToken)
    {
        BotToken = botToken;
        _polls = new(_updates);
    }

    /// <summary>Root to use as the Bot API's base URL.</summary>
    public Uri Url => _server.Url;

    public string BotToken { get; }

    public long BotId => long.Parse(BotToken.AsSpan(0, BotToken.IndexOf(':')), System.Globalization.CultureInfo.InvariantCulture);

    public string BotUsername => "vespid_test_bot";

    public FaultPlan Faults { get; } = new();

    /// <summary>Accepted messages in order.</summary>
    public Ledger<TelegramSent> Sent => _chats.Sent;

    /// <summary>Edits and deletions that were made.</summary>
    public Ledger<TelegramChange> Changes => _chats.Changes;

    /// <summary>Files that bots may fetch, by file id.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Status of the bot in every chat.</summary>
    public string MemberStatus { get; set; } = "administrator";

    /// <summary>Whether bots younger than the message may not delete it.</summary>
    public bool RefusesDeletion { get; set; }

    /// <summary>Every call with the right token.</summary>
    public Ledger<TelegramCall> Calls { get; } = new();

    /// <summary>Updates that no poll has confirmed.</summary>
    public int Unconfirmed => _updates.Count;

    /// <summary>Updates that polls confirmed, in that order: the vendor will not give them again.</summary>
    public Ledger<long> Confirmed => _updates.Confirmed;

    public string? WebhookUrl => _webhookUrl;

    public string? WebhookSecret { get; private set; }

    /// <param name="botToken">A bot id, a colon, anything.</param>
    /// <param name="port">Zero for a free one.</param>
    public static async Task<FakeTelegram> StartAsync(string botToken = "1000000001:fake-token", int port = 0)
    {
        var fake = new FakeTelegram(botToken);
        fake._server = await LoopbackServer.StartAsync(fake.HandleAsync, port);
        return fake;
    }

    /// <summary>Queues an update; without an <c>update_id</c> it gets the next one.</summary>
    /// <returns>Its <c>update_id</c>.</returns>
    public long Push(string updateJson) => _updates.Push(JsonNode.Parse(updateJson, documentOptions: new() { MaxDepth = TelegramReply.MaxDepth })!.AsObject());

    /// <summary>Queues a text message; <paramref name="messageId"/> defaults to the chat's next.</summary>
    public long PushText(long chatId, long senderId, string text, string chatType = "private", long? messageId = null) =>
        _updates.Push(_chats.Incoming(chatId, senderId, text, chatType, messageId));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _polls.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith($"/file/bot{BotToken}/", StringComparison.Ordinal))
        {
            await GiveFileAsync(context, path[(path.LastIndexOf('/') + 1)..]);
            return;
        }

        var slash = path.LastIndexOf('/');
        if (slash < 1 || path[..slash] != "/bot" + BotToken)
        {
            await TelegramReply.RefuseAsync(context, 401, "Unauthorized");
            return;
        }

        var method = path[(slash + 1)..];
        if (context.Request.HasFormContentType)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var fields = new JsonObject();
            foreach (var (name, value) in form)
                fields[name] = value.ToString();
            Calls.Add(order => new(order, method, fields.ToJsonString()));
            await AnswerAsync(context, method, fields, form.Files[0].FileName);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        Calls.Add(order => new(order, method, text));
        var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        await AnswerAsync(context, method, body, null);
    }

    private async Task GiveFileAsync(HttpContext context, string id)
    {
        if (Files.TryGetValue(id, out var bytes))
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        else
            context.Response.StatusCode = 404;
    }

    private async Task EditAsync(HttpContext context, VendorFault? fault, JsonObject body)
    {
        if (_chats.ChangeFault(body, "edit") is { } problem)
        {
            await TelegramReply.RefuseAsync(context, 400, problem);
        }
        else if (_chats.IsUnchanged(body))
        {
            await TelegramReply.RefuseAsync(context, 400, "Bad Request: message is not modified: specified new message content is exactly the same");
        }
        else
        {
            _chats.Change(body, (body["text"] ?? body["caption"])?.ToString());
            await PlayOrGiveAsync(context, fault, true);
        }
    }

    private async Task DeleteAsync(HttpContext context, VendorFault? fault, JsonObject body)
    {
        if (RefusesDeletion || _chats.ChangeFault(body, "delete") is not null)
        {
            await TelegramReply.RefuseAsync(context, 400, RefusesDeletion ? "Bad Request: message can't be deleted for everyone" : "Bad Request: message to delete not found");
            return;
        }

        _chats.Change(body, null);
        await PlayOrGiveAsync(context, fault, true);
    }

    private async Task AnswerAsync(HttpContext context, string method, JsonObject body, string? file)
    {
        var fault = Faults.Take(method, body["chat_id"]?.ToString());
        switch (fault)
        {
            case VendorFault.RateLimited limited:
                await TelegramReply.LimitAsync(context, limited.RetryAfterSeconds);
                return;
            case VendorFault.Error error:
                await TelegramReply.RefuseAsync(context, error.Status, error.Description, error.MigrateToChatId);
                return;
            case { Accepts: false }:
                await _server.PlayAsync(fault, context);
                return;
        }

        switch (method)
        {
            case "getMe":
                await PlayOrGiveAsync(context, fault, Me());
                break;
            case "getUpdates":
                await PollAsync(context, fault, body);
                break;
            case "sendMessage":
                await SendAsync(context, fault, body);
                break;
            case "sendPhoto" or "sendDocument" or "sendVideo" or "sendAudio" or "sendVoice" or "sendAnimation":
                await SendAsync(context, fault, body, $"{method}:{file}");
                break;
            case "editMessageText" or "editMessageCaption":
                await EditAsync(context, fault, body);
                break;
            case "deleteMessage":
                await DeleteAsync(context, fault, body);
                break;
            case "getFile" when Files.ContainsKey(body["file_id"]?.ToString() ?? ""):
                await PlayOrGiveAsync(context, fault, new JsonObject { ["file_id"] = body["file_id"]!.ToString(), ["file_path"] = "documents/" + body["file_id"] });
                break;
            case "getChat":
                await PlayOrGiveAsync(context, fault, new JsonObject { ["id"] = body["chat_id"]!.DeepClone(), ["type"] = "supergroup", ["title"] = "Fake chat" });
                break;
            case "getChatMember":
                await PlayOrGiveAsync(context, fault, new JsonObject { ["status"] = MemberStatus, ["user"] = Me() });
                break;
            case "setWebhook":
                WebhookSecret = body["secret_token"]?.GetValue<string>();
                _webhookUrl = body["url"]?.GetValue<string>();
                await PlayOrGiveAsync(context, fault, true);
                break;
            case "deleteWebhook":
                _webhookUrl = null;
                await PlayOrGiveAsync(context, fault, true);
                break;
            default:
                await TelegramReply.RefuseAsync(context, 404, "Not Found");
                break;
        }
    }

    private JsonObject Me() => new() { ["id"] = BotId, ["is_bot"] = true, ["first_name"] = "Vespid", ["username"] = BotUsername, ["can_read_all_group_messages"] = true };

    private async Task SendAsync(HttpContext context, VendorFault? fault, JsonObject body, string? file = null)
    {
        if (_chats.Fault(body, file is not null) is { } problem)
            await TelegramReply.RefuseAsync(context, 400, problem);
        else
            await PlayOrGiveAsync(context, fault, _chats.Accept(body, file));
    }

    private async Task PollAsync(HttpContext context, VendorFault? fault, JsonObject body)
    {
        if (!string.IsNullOrEmpty(_webhookUrl))
        {
            await TelegramReply.RefuseAsync(context, 409, TelegramPolls.WebhookActive);
            return;
        }

        var found = await _polls.WaitAsync(body, context.RequestAborted, _server.Stopping);
        if (found is null)
            await TelegramReply.RefuseAsync(context, 409, TelegramPolls.Superseded);
        else if (!_server.Stopping.IsCancellationRequested)
            await PlayOrGiveAsync(context, fault, found);
    }

    private async Task PlayOrGiveAsync(HttpContext context, VendorFault? fault, JsonNode result)
    {
        if (!await _server.PlayAsync(fault, context))
            await TelegramReply.GiveAsync(context, result);
    }
}
