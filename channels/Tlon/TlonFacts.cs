namespace Vespid.Channels;

/// <summary>
/// Turns what the ship's agents tell of into messages: <c>chat</c> for direct messages (<c>whom</c>), <c>channels</c> for group channels (<c>nest</c>).
/// Source: tloncorp/tlon-apps, desk/sur/chat and desk/sur/channels.
/// </summary>
internal sealed class TlonFacts(Envelopes envelopes)
{
    /// <param name="fact">The <c>json</c> of a diff.</param>
    /// <param name="account">Whose ship it is.</param>
    /// <param name="bot">The ship, with its sig.</param>
    public Normalization Read(BodyReader fact, ChannelAccount account, string bot)
    {
        var found = Direct(fact) ?? Channel(fact);
        if (found is not { } said || said.Memo["author"] is var author && AuthorOf(author) is null)
            return Normalization.Unsupported;
        var from = AuthorOf(author)!;
        if (from == bot)
            return Normalization.Own;
        var story = TlonStory.Read(said.Memo["content"]);
        var text = story.Text.Length > 0 ? story.Text : story.Files.Count > 0 ? story.Files[0].Name ?? story.Files[0].Kind : null;
        if (text is null)
            return Normalization.Unsupported;
        return envelopes.Seal(
            new()
            {
                Text = text,
                SenderId = from,
                ConversationId = said.Conversation,
                ProviderMessageId = said.Id,
                DedupeKey = $"{said.Conversation}:{said.Id}",
                IsDirect = (_, conversation) => conversation.StartsWith('~'),
                Mentioned = story.Ships.Contains(bot) || Mentions.InText(text, bot),
                ReceivedAt = PlatformTime.Auto(said.Memo["sent"]),
                ThreadId = said.Thread,
                ReplyTo = said.Thread,
                Attachments = story.Files,
            },
            ReceivedRequest.Of(account),
            fact);
    }

    // An author is a ship, or a bot of a ship with a profile of its own.
    private static string? AuthorOf(BodyReader author) => author.Text ?? author["ship"].Text;

    private static Said? Direct(BodyReader fact)
    {
        if (fact["whom"].Text is not { } whom || fact["id"].Text is not { } id)
            return null;
        var delta = fact["response"];
        if (delta["add"] is { IsObject: true } add)
            return new(whom, id, null, add["memo"].OrObject(add["essay"]));
        var reply = delta["reply"];
        return reply["id"].Text is { } replyId && reply["delta"]["add"] is { IsObject: true } added ? new(whom, replyId, id, added["memo"].OrObject(added["reply-essay"])) : null;
    }

    private static Said? Channel(BodyReader fact)
    {
        var post = fact["response"]["post"];
        if (fact["nest"].Text is not { } nest || post["id"].Text is not { } id)
            return null;
        var changed = post["r-post"];
        if (changed["set"]["essay"] is { IsObject: true } essay)
            return new(nest, id, null, essay);
        var reply = changed["reply"];
        var set = reply["r-reply"]["set"];
        return reply["id"].Text is { } replyId && set.IsObject ? new(nest, replyId, id, set["memo"].OrObject(set["reply-essay"])) : null;
    }

    private readonly record struct Said(string Conversation, string Id, string? Thread, BodyReader Memo);
}
