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
    private const int PrefixSlack = 12;

    /// <summary>Copies to every binding but the one it came from.</summary>
    public async Task<ImmutableArray<CommitRow>> SendAsync(RelayMessage message)
    {
        var rows = ImmutableArray.CreateBuilder<CommitRow>();
        foreach (var target in bindings.OfRoom(message.RoomId))
        {
            if (target.Id == message.Origin?.Id || !await TakesAsync(message, target))
                continue;
            rows.AddRange(Parts(message, target, PayloadsOf(message, target), firstPart: 0));
        }

        return rows.ToImmutable();
    }

    /// <summary>The copies that there are say the new text; what they cannot hold follows, what they need not is blanked.</summary>
    public async Task<ImmutableArray<CommitRow>> EditAsync(RelayMessage message)
    {
        var rows = ImmutableArray.CreateBuilder<CommitRow>();
        var copies = (await store.CopiesAsync(message.Id)).Where(copy => copy.Status != "withdrawn").ToLookup(copy => copy.BindingId);
        foreach (var target in bindings.OfRoom(message.RoomId).Where(target => copies.Contains(target.Id) && target.Takes))
        {
            var there = copies[target.Id].Select(copy => copy.Part).ToHashSet();
            var wanted = PayloadsOf(message, target);
            // Files do not change; only texts do, and a text under a file is the file's part.
            for (var part = 0; part < wanted.Count; part++)
            {
                if (there.Contains(part) && (wanted[part].File is null || !wanted[part].Body.IsEmpty || part == 0))
                    rows.Add(Entry(target, wanted[part] with { Op = RelayOps.Edit, Part = part }));
            }

            var next = there.Max() + 1;
            if (wanted.Count > next)
                rows.AddRange(Parts(message, target, [.. wanted.Skip(next)], next));
            foreach (var surplus in there.Where(part => part >= wanted.Count).Order())
                rows.Add(Entry(target, new RelayPayload { Op = RelayOps.Edit, MessageId = message.Id, Part = surplus, BindingId = target.Id, IsFirst = false, Body = RichText.Plain("—") }));
        }

        return rows.ToImmutable();
    }

    /// <summary>The copies that there are go.</summary>
    public async Task<ImmutableArray<CommitRow>> DeleteAsync(Guid messageId, string roomId)
    {
        var copies = (await store.CopiesAsync(messageId)).Where(copy => copy.Status != "withdrawn").ToLookup(copy => copy.BindingId);
        return
        [
            .. bindings.OfRoom(roomId).Where(target => copies.Contains(target.Id))
                .SelectMany(target => copies[target.Id].Select(copy => Entry(
                    target, new RelayPayload { Op = RelayOps.Delete, MessageId = messageId, Part = copy.Part, BindingId = target.Id }))),
        ];
    }

    /// <summary>Whether anything is queued for the binding; what is not is counted.</summary>
    private async Task<bool> TakesAsync(RelayMessage message, ChatBinding target)
    {
        var from = message.Origin?.Channel ?? "agent";
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

    private List<RelayPayload> PayloadsOf(RelayMessage message, ChatBinding target)
    {
        var prefix = PrefixOf(message, target);
        var basic = new RelayPayload
        {
            Op = RelayOps.Send,
            MessageId = message.Id,
            BindingId = target.Id,
            Prefix = prefix,
            AvatarUrl = message.Author?.AvatarUrl,
            AllowMentions = target.Options.AllowMentions,
            MayUseWebhook = message.Author is not null && target.Options.Identity == "webhook",
            FileInstanceId = message.Origin?.Record.InstanceId,
        };
        var client = instances.Find(target.Record.InstanceId)?.Client;
        var max = client?.MaxText ?? 2000;
        var text = WithNotes(message, Translate(message, target));
        // What stands in front is measured as it will be written; where it would leave no room for the text, less of it is told.
        var quote = Fitting(message.Quote, max / 4, target.Channel);
        basic = basic with { Prefix = prefix = Fitting(prefix, max / 4, target.Channel) };
        var reserve = Measure(RichText.Plain(prefix ?? ""), target.Channel) + Measure(RichText.Plain(quote ?? ""), target.Channel) + PrefixSlack;
        var split = text.IsEmpty && !message.Attachments.IsEmpty
            ? new SplitText([], Overflow: false)
            : TextParts.Split(text, max, reserve, settings.MaxParts, part => Measure(part, target.Channel));
        var payloads = split.Parts.Select((part, at) => basic with { Body = part, IsFirst = at == 0 }).ToList();
        // A short text stands under the first file, as it did where it came from.
        var captioned = payloads.Count == 1 && !split.Overflow && !message.Attachments.IsEmpty
            && Measure(payloads[0].Body, target.Channel) + reserve <= (client?.MaxCaption ?? 0);
        foreach (var (file, at) in message.Attachments.Select((file, at) => (file, at)))
        {
            if (at == 0 && captioned)
                payloads[0] = payloads[0] with { File = file };
            else
                payloads.Add(basic with { File = file, IsFirst = payloads.Count == 0, Part = at });
        }

        if (split.Overflow && payloads.Count > 0)
            payloads.Add(basic with { FullText = message.Text.Text, IsFirst = false });
        if (payloads.Count > 0)
            payloads[0] = payloads[0] with { ReplyTo = message.ReplyTo, Quote = quote };
        return payloads;
    }

    private IEnumerable<CommitRow> Parts(RelayMessage message, ChatBinding target, IReadOnlyList<RelayPayload> payloads, int firstPart)
    {
        if (payloads.Count == 0)
            yield break;
        var entries = payloads.Select((payload, at) => Entry(target, payload with { Part = firstPart + at })).ToList();
        foreach (var entry in entries)
            yield return entry;
        yield return new ChatCopiesInsert(message.Id, target.Id, target.Record.ExternalRoomId, firstPart, [.. entries.Select(entry => entry.Id)]);
        metrics.Relay(message.Origin?.Channel ?? "agent", target.Channel, "queued");
    }

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
