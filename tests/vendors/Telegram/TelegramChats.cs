using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Messages of all chats, numbered per chat as Telegram does in groups.</summary>
internal sealed class TelegramChats
{
    private const int MaxText = 4096;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastIds = [];

    public Ledger<TelegramSent> Sent { get; } = new();

    /// <summary>Telegram's text for what it would not send; null when it would.</summary>
    public string? Fault(JsonObject body)
    {
        var text = body["text"]?.ToString() ?? string.Empty;
        if (body["chat_id"] is null)
            return "Bad Request: chat_id is empty";
        if (!long.TryParse(body["chat_id"]!.ToString(), out _) && !body["chat_id"]!.ToString().StartsWith('@'))
            return "Bad Request: chat not found";
        if (string.IsNullOrWhiteSpace(text))
            return "Bad Request: message text is empty";
        return text.Length > MaxText ? "Bad Request: message is too long" : null;
    }

    public JsonObject Accept(JsonObject body)
    {
        var chat = body["chat_id"]!.ToString();
        var text = body["text"]!.ToString();
        var id = NextId(chat);
        var (thread, reply) = (body["message_thread_id"]?.GetValue<long>(), body["reply_parameters"]?["message_id"]?.GetValue<long>());
        Sent.Add(order => new(order, chat, text, thread, reply, id, TimeProvider.System.GetUtcNow()));
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

    private long NextId(string chat)
    {
        lock (_gate)
            return _lastIds[chat] = _lastIds.GetValueOrDefault(chat) + 1;
    }
}
