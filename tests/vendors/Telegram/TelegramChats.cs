using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Messages of all chats, numbered per chat as Telegram does in groups.</summary>
internal sealed class TelegramChats
{
    private const int MaxText = 4096;
    private const int MaxCaption = 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastIds = [];

    public Ledger<TelegramSent> Sent { get; } = new();

    /// <summary>Edits and deletions.</summary>
    public Ledger<TelegramChange> Changes { get; } = new();

    /// <summary>Telegram's text for a change that it would not make; null when it would.</summary>
    public string? ChangeFault(JsonObject body, string verb) => Texts(body).Length == 0 ? $"Bad Request: message to {verb} not found" : null;

    /// <summary>Texts that a message of ours has had, the present one last; none when it is not there, or deleted.</summary>
    private string[] Texts(JsonObject body)
    {
        var (chat, id) = (body["chat_id"]!.ToString(), long.Parse(body["message_id"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture));
        var changes = Changes.All.Where(change => change.ChatId == chat && change.MessageId == id).ToList();
        return changes.Any(change => change.Text is null)
            ? []
            : [.. Sent.All.Where(sent => sent.ChatId == chat && sent.MessageId == id).Select(sent => sent.Text), .. changes.Select(change => change.Text!)];
    }

    /// <summary>Whether an edit would change nothing.</summary>
    public bool IsUnchanged(JsonObject body) => Texts(body) is [.., var last] && last == (body["text"] ?? body["caption"])?.ToString();

    public void Change(JsonObject body, string? text) =>
        Changes.Add(order => new(order, body["chat_id"]!.ToString(), long.Parse(body["message_id"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture), text));

    /// <summary>Telegram's text for what it would not send; null when it would.</summary>
    public string? Fault(JsonObject body, bool isFile = false)
    {
        var text = (isFile ? body["caption"] : body["text"])?.ToString() ?? string.Empty;
        if (body["chat_id"] is null)
            return "Bad Request: chat_id is empty";
        if (!long.TryParse(body["chat_id"]!.ToString(), out _) && !body["chat_id"]!.ToString().StartsWith('@'))
            return "Bad Request: chat not found";
        if (isFile)
            return text.Length > 2 * MaxCaption ? "Bad Request: message caption is too long" : null;
        if (string.IsNullOrWhiteSpace(text))
            return "Bad Request: message text is empty";
        return text.Length > MaxText ? "Bad Request: message is too long" : null;
    }

    public JsonObject Accept(JsonObject body, string? file = null)
    {
        var chat = body["chat_id"]!.ToString();
        var text = (body["text"] ?? body["caption"])?.ToString() ?? "";
        var id = NextId(chat);
        var (thread, reply) = (NumberOf(body["message_thread_id"]), NumberOf(Object(body["reply_parameters"])?["message_id"]));
        Sent.Add(order => new(order, chat, text, thread, reply, id, TimeProvider.System.GetUtcNow(), file));
        return new()
        {
            ["message_id"] = id,
            ["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = body["chat_id"]!.DeepClone() },
            ["text"] = text,
        };
    }

    public JsonObject Incoming(long chatId, long senderId, string text, string chatType, long? messageId) => new()
    {
        ["message"] = new JsonObject
        {
            ["message_id"] = messageId ?? NextId(chatId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = chatId, ["type"] = chatType },
            ["from"] = new JsonObject { ["id"] = senderId, ["is_bot"] = false, ["first_name"] = $"User {senderId}" },
            ["text"] = text,
        },
    };

    // In a form every field is text.
    private static long? NumberOf(JsonNode? node) =>
        long.TryParse(node?.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonObject? Object(JsonNode? node) => node as JsonObject ?? (node is null ? null : JsonNode.Parse(node.ToString()) as JsonObject);

    private long NextId(string chat)
    {
        lock (_gate)
            return _lastIds[chat] = _lastIds.GetValueOrDefault(chat) + 1;
    }
}
