using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns events into messages, whether a relay or a bridge brought them. Source: NIP-01, NIP-10 (threads), NIP-28 (channels).</summary>
internal sealed class NostrReader(Envelopes envelopes)
{
    /// <summary>Notes, comments and messages of public channels.</summary>
    public static readonly int[] Kinds = [1, 42, 1111];

    /// <param name="said">The event.</param>
    /// <param name="around">What a bridge put around it, or the event.</param>
    /// <param name="request">For the payload.</param>
    /// <param name="bot">Public key of the bot, if known.</param>
    public Normalization Read(BodyReader said, BodyReader around, IngressRequest request, string? bot)
    {
        if (bot is not null && said["pubkey"].Text == bot)
            return Normalization.Own;
        // Encrypted ones (4, 13, 14, 1059) end here too: they are not opened.
        if (said["kind"].Integer is { } kind && !Kinds.Contains((int)Math.Clamp(kind, -1, int.MaxValue)))
            return Normalization.Unsupported;
        return envelopes.Seal(Draft(said, around, bot) ?? GenericBody.Read(around, request), request, around);
    }

    private static MessageDraft? Draft(BodyReader said, BodyReader around, string? bot)
    {
        if (said.First("content", "text", "message") is not { } text)
            return null;
        var id = said.First("id", "event_id");
        var events = Tags(said, "e").ToList();
        var root = events.FirstOrDefault(tag => tag[3].Text == "root")[1].Text ?? Tags(said, "E").FirstOrDefault()[1].Text ?? events.FirstOrDefault()[1].Text;
        var reply = events.FirstOrDefault(tag => tag[3].Text == "reply")[1].Text
            ?? (events.Count > 1 && events.All(tag => tag[3].Text is null) ? events[^1][1].Text : root);
        var people = Tags(said, "p").Select(tag => tag[1].Text).OfType<string>().ToList();
        // A note that answers nothing begins a conversation of its own; answers to it will name it as their root.
        var start = said["sig"].Text is not null ? id : people.FirstOrDefault();
        return new()
        {
            Text = text,
            SenderId = said.First("pubkey", "senderId"),
            SenderDisplayName = around["senderDisplayName"].Text,
            ConversationId = root ?? start,
            ProviderMessageId = id,
            IsDirect = static (_, _) => false,
            Mentioned = (bot is not null && people.Contains(bot)) || Mentions.InText(text, bot),
            ReceivedAt = PlatformTime.Unix(said["created_at"]),
            ReplyTo = reply,
        };
    }

    private static IEnumerable<BodyReader> Tags(BodyReader said, string name) => said["tags"].Items.Where(tag => tag[0].Text == name && tag[1].Text is not null);
}
