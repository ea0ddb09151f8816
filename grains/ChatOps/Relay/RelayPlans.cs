using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// What a message means for each binding of its room: the copies that are announced, and the entries that send, change or take them back. The order of the
/// entries is the order in which they arrive.
/// </summary>
internal sealed class RelayPlans(ChatOpsSettings settings, ChatBindings bindings, ChatInstances instances, IChatStore store, ChatOpsMetrics metrics, IIdSource ids)
{
    private const string AgentLabel = "AG";
    private const string Agent = "agent";
    private const string Withdrawn = "withdrawn";
    private const string Blank = "—";
    private const int PrefixSlack = 12;

    /// <summary>Copies to every binding but the one it came from.</summary>
    public async Task<ImmutableArray<CommitRow>> SendAsync(RelayMessage message)
    {
        var rows = ImmutableArray.CreateBuilder<CommitRow>();
        foreach (var target in await bindings.ReadRoomAsync(message.RoomId))
        {
            if (target.Id == message.Origin?.Id || !await TakesAsync(message, target))
                continue;
            rows.AddRange(PayloadsOf(message, target).SelectMany(payload => New(message, target, payload)));
            metrics.Relay(message.Origin?.Channel ?? Agent, target.Channel, "queued");
        }

        return rows.ToImmutable();
    }

    /// <summary>The copies that there are say the new text; what they cannot hold follows, what they need not is blanked.</summary>
    public async Task<ImmutableArray<CommitRow>> EditAsync(RelayMessage message)
    {
        var copies = (await store.CopiesAsync(message.Id)).ToLookup(copy => copy.BindingId);
        return
        [
            .. (await bindings.ReadRoomAsync(message.RoomId)).Where(target => target.Takes && copies[target.Id].Any(copy => copy.Status != Withdrawn))
                .SelectMany(target => Edits(message, target, [.. copies[target.Id]])),
        ];
    }

    /// <summary>The copies that there are go.</summary>
    public async Task<ImmutableArray<CommitRow>> DeleteAsync(Guid messageId, string roomId)
    {
        var copies = (await store.CopiesAsync(messageId)).Where(copy => copy.Status != Withdrawn).ToLookup(copy => copy.BindingId);
        return
        [
            .. (await bindings.ReadRoomAsync(roomId)).Where(target => copies.Contains(target.Id))
                .SelectMany(target => copies[target.Id].Select(copy => Entry(target, Of(RelayOps.Delete, messageId, target, copy.Part)))),
        ];
    }

    /// <summary>Whether anything is queued for the binding; what is not is counted.</summary>
    private async Task<bool> TakesAsync(RelayMessage message, ChatBinding target)
    {
        var from = message.Origin?.Channel ?? Agent;
        if (message.IsCommand && !target.Options.RelayCommands && target.Id != message.AnswersBindingId)
            return false;
        if (!target.Takes)
        {
            metrics.Relay(from, target.Channel, target.Record.Status == "blocked" ? "blocked" : "off");
            return false;
        }

        if (await store.DepthAsync(target.Record.Lane, settings.QueueLimit) < settings.QueueLimit)
            return true;
        metrics.Relay(from, target.Channel, "shed");
        return false;
    }

    /// <param name="message">What.</param>
    /// <param name="target">Where to.</param>
    /// <param name="captioned">Whether the text begins under the first file; null where that is still to be decided.</param>
    private List<RelayPayload> PayloadsOf(RelayMessage message, ChatBinding target, bool? captioned = null)
    {
        var client = instances.Find(target.Record.InstanceId)?.Client;
        var (max, caption) = (client?.MaxText ?? 2000, client?.MaxCaption ?? 0);
        var text = WithNotes(message, Translate(message, target));
        // What stands in front is measured as it will be written; where it would leave no room for the text, less of it is told.
        var room = captioned == true ? caption : max;
        var (quote, prefix) = (Fitting(message.Quote, room / 4, target.Channel), Fitting(PrefixOf(message, target), room / 4, target.Channel));
        var reserve = Measure(RichText.Plain(prefix ?? ""), target.Channel) + Measure(RichText.Plain(quote ?? ""), target.Channel) + PrefixSlack;
        var split = text.IsEmpty && !message.Attachments.IsEmpty
            ? new SplitText([], Overflow: false)
            : TextParts.Split(text, max, reserve + (max - room), settings.MaxParts, part => Measure(part, target.Channel));
        var under = captioned ?? (!message.Attachments.IsEmpty && !split.Overflow
            && (split.Parts.IsEmpty || (split.Parts.Length == 1 && Measure(split.Parts[0], target.Channel) + reserve <= caption)));
        var basic = new RelayPayload
        {
            Op = RelayOps.Send,
            MessageId = message.Id,
            BindingId = target.Id,
            Topic = target.Id == message.AnswersBindingId ? message.AnswersTopic : null,
            Prefix = prefix,
            IsFirst = false,
            AvatarUrl = message.Author?.AvatarUrl,
            AllowMentions = target.Options.AllowMentions,
            MayUseWebhook = message.Author is not null && target.Options.Identity == "webhook",
            FileInstanceId = message.Origin?.Record.InstanceId,
        };
        var payloads = split.Parts.Select((part, at) => basic with { Part = at, Body = part }).ToList();
        if (under)
        {
            if (payloads.Count == 0)
                payloads.Add(basic);
            payloads[0] = payloads[0] with { File = message.Attachments[0] };
        }

        payloads.AddRange(message.Attachments.Select((file, at) => basic with { Part = RelayParts.Files + at, File = file }).Skip(under ? 1 : 0));
        if (split.Overflow && payloads.Count > 0)
            payloads.Add(basic with { Part = RelayParts.FullText, FullText = message.Text.Text });
        if (payloads.Count > 0 && !message.GoesOn)
            payloads[0] = payloads[0] with { IsFirst = true, ReplyTo = message.ReplyTo, Quote = quote };
        return payloads;
    }

    /// <summary>Files stay as they are; texts change where they stand, and the full text is sent anew.</summary>
    private IEnumerable<CommitRow> Edits(RelayMessage message, ChatBinding target, IReadOnlyList<ChatCopyRecord> copies)
    {
        var parts = copies.Select(copy => copy.Part).ToList();
        var there = copies.Where(copy => copy.Status != Withdrawn).Select(copy => copy.Part).ToHashSet();
        var wanted = PayloadsOf(message, target, !message.Attachments.IsEmpty && !parts.Contains(RelayParts.Files));
        var texts = wanted.Where(payload => payload.Part < RelayParts.Files).ToList();
        foreach (var payload in texts)
        {
            foreach (var row in there.Contains(payload.Part) ? [Entry(target, payload with { Op = RelayOps.Edit })] : New(message, target, payload))
                yield return row;
        }

        foreach (var surplus in there.Where(part => part >= texts.Count && part < RelayParts.Files).Order())
            yield return Entry(target, Of(RelayOps.Edit, message.Id, target, surplus) with { IsFirst = false, Body = RichText.Plain(Blank) });
        foreach (var old in there.Where(part => part >= RelayParts.FullText))
            yield return Entry(target, Of(RelayOps.Delete, message.Id, target, old));
        foreach (var full in wanted.Where(payload => payload.FullText is not null))
        {
            foreach (var row in New(message, target, full with { Part = Math.Max(RelayParts.FullText, parts.Max() + 1) }))
                yield return row;
        }
    }

    /// <summary>The entry that sends it, and the copy that it will be.</summary>
    private IEnumerable<CommitRow> New(RelayMessage message, ChatBinding target, RelayPayload payload)
    {
        var entry = Entry(target, payload);
        return [entry, new ChatCopiesInsert(message.Id, target.Id, target.Record.ExternalRoomId, payload.Part, [entry.Id])];
    }

    private static RelayPayload Of(string op, Guid messageId, ChatBinding target, int part) => new() { Op = op, MessageId = messageId, Part = part, BindingId = target.Id };

    private OutboxRow Entry(ChatBinding target, RelayPayload payload) => new(
        ids.NewId(), target.Record.Lane, RelayKinds.Relay, Guid.Empty, null, null, ChatJson.Write(payload), RelayKinds.TimeToLive, null, null, null, null);

    private string? PrefixOf(RelayMessage message, ChatBinding target)
    {
        if (message.Author is { } author && message.Origin is { } origin)
        {
            var nick = ChatNames.Display(author, target.Options.NamePreference);
            return ChatNames.Prefix(
                target.Options.NameFormat, author, target.Options.NoPingNames ? ChatNames.NoPing(nick) : nick, origin.Channel, origin.Label, target.Record.RoomName,
                origin.Record.InstanceId);
        }

        return target.Id == message.AnswersBindingId ? null : $"[{AgentLabel}] {settings.BotName}";
    }

    private RichText Translate(RelayMessage message, ChatBinding target) =>
        MentionRules.Translate(message.Text, message.Origin?.Channel ?? "", target.Channel, settings.Identities);

    private static RichText WithNotes(RelayMessage message, RichText text)
    {
        var note = (message.ForwardedFrom is { } origin ? $"(forwarded from {origin}) " : "") + (message.IsDelayed ? "(delayed) " : "");
        return note.Length == 0 ? text : Join(RichText.Plain(note), text);
    }

    private static string? Fitting(string? text, int max, string channel)
    {
        for (var graphemes = max; text is not null && Measure(RichText.Plain(text), channel) > max && graphemes > 0; graphemes /= 2)
            text = Snippet.Of(text, graphemes);
        return text is not null && Measure(RichText.Plain(text), channel) > max ? null : text;
    }

    internal static RichText Join(RichText first, RichText second) =>
        new(first.Text + second.Text, [.. first.Spans, .. second.Spans.Select(span => span with { Offset = span.Offset + first.Text.Length })]);

    private static int Measure(RichText text, string channel) =>
        channel == "telegram" ? TelegramMarkup.Measure(text) : DiscordMarkup.Measure(text);
}
