namespace Vespid.Channels;

/// <summary>A line of a person, as a bridge posts it (specification 2.4) and as the receiver of our own connection writes it down.</summary>
internal static class IrcBody
{
    private const string DefaultBot = "vespid";
    private const string ChannelMarks = "#&+!";

    // A nick cannot hold a colon, so nobody can pass for a services account.
    private const string AccountMark = "account:";

    public static bool IsOwn(BodyReader body, string? bot) => bot is not null && string.Equals(NickOf(body), bot, StringComparison.OrdinalIgnoreCase);

    public static MessageDraft? Read(BodyReader body, string? bot)
    {
        if (body.First("message", "trailing", "text") is not { } text)
            return null;
        bot ??= DefaultBot;
        var nick = NickOf(body);
        var target = body.First("target", "channel", "conversationId");
        var direct = target is not null && !ChannelMarks.Contains(target[0], StringComparison.Ordinal);
        return new()
        {
            Text = text,
            SenderId = body["account"].Text is { } services ? AccountMark + services : nick,
            SenderDisplayName = nick,
            // To the bot, a private message is addressed to itself; the person is who it talks to.
            ConversationId = direct ? nick : target,
            ProviderMessageId = body.First("messageId", "id", "timestamp"),
            IsDirect = (_, _) => direct,
            Mentioned = Mentions.Any(text, bot + ":", "@" + bot),
            ReceivedAt = PlatformTime.Raw(body["receivedAt"]) ?? PlatformTime.Auto(body["timestamp"]),
            ReplyTo = body["replyTo"].Text,
        };
    }

    private static string? NickOf(BodyReader body) => body.First("nick", "sender", "user");
}
