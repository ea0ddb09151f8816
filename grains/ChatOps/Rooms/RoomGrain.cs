using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <remarks>
/// It keeps nothing but the window of the loop breaker, and what came last: what a message is, and what has become of it, are rows. Two activations at once could at most
/// decide the same twice, and of two commits that append the same message one ends as missed.
/// </remarks>
internal sealed class RoomGrain(
    IChatStore store,
    ControlCommits commits,
    ChatBindings bindings,
    ChatInstances instances,
    RelayPlans plans,
    RoomSpeech speech,
    RoomCommands commands,
    AuditTrail audit,
    ChatOpsSettings settings,
    ChatOpsMetrics metrics,
    TimeProvider clock,
    IIdSource ids) : Grain, IRoomGrain
{
    private const int EchoLooks = 10;
    private const int ReplyLooks = 3;
    private const int LongestName = 64;
    private static readonly TimeSpan EchoInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    private readonly LoopWindow _window = new(settings.LoopMax);

    /// <summary>The album whose picture came last: Telegram tells each one by itself.</summary>
    private (string Binding, string Group)? _album;

    private string Id => this.GetPrimaryKeyString();

    public async Task<string> Accept(string bindingId, ChatEvent chatEvent)
    {
        var result = await bindings.ReadAsync(bindingId) is not { } binding || binding.RoomId != Id ? "ignored_unbound" : await AcceptAsync(binding, chatEvent);
        metrics.Inbound(chatEvent.Channel, result);
        return result;
    }

    public Task Announce(Guid id, string kind, RichText text) => AnnounceAsync(id, kind, text);

    public async Task Withdraw(Guid messageId)
    {
        ImmutableArray<CommitRow> rows = [new ChatMessageDelete(messageId), .. await plans.DeleteAsync(messageId, Id)];
        await commits.CommitAsync(null, rows);
    }

    private async Task AnnounceAsync(Guid id, string kind, RichText text) => await commits.CommitAsync(null, await speech.SayAsync(Id, id, kind, text, null, null));

    private Task<string> AcceptAsync(ChatBinding binding, ChatEvent chatEvent) => chatEvent.Kind switch
    {
        ChatEventKind.Migrated => MigrateAsync(binding, chatEvent),
        _ when !binding.Reads => Task.FromResult("ignored_off"),
        ChatEventKind.Message => MessageAsync(binding, chatEvent),
        ChatEventKind.Edit => EditAsync(binding, chatEvent),
        _ => DeleteAsync(binding, chatEvent),
    };

    private async Task<string> MigrateAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        var refusal = await GrainFactory.GetGrain<IChatAddressGrain>(AddressKeys.Of(binding.Record)).Migrate(chatEvent.MigratedTo!, Actor.System("telegram"));
        return refusal is null ? "migrated" : "ignored";
    }

    private async Task<string> MessageAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        if (await DroppedAsync(binding, chatEvent) is { } dropped)
            return dropped;
        var author = chatEvent.Author!;
        if (_window.Note(chatEvent.Text.Text, binding.Id, clock.GetUtcNow()) is var verdict && verdict == LoopVerdict.TooMany)
            return await TripAsync(binding);
        if (verdict == LoopVerdict.SameTextFromTwoPlaces && author.Kind is ChatAuthorKind.Bot or ChatAuthorKind.Webhook)
            return Echo(4);

        var id = ids.NewId();
        var command = commands.Read(binding, chatEvent);
        var answered = await AnsweredAsync(binding, chatEvent);
        var album = chatEvent.GroupId is { } group ? (binding.Id, group) : ((string, string)?)null;
        var message = MessageOf(binding, chatEvent, id, answered) with { IsCommand = command is not null, GoesOn = album is not null && album == _album };
        _album = album;
        ImmutableArray<CommitRow> rows =
        [
            new ChatMessageInsert
            {
                Id = id,
                RoomId = Id,
                BindingId = binding.Id,
                Place = chatEvent.ExternalRoomId,
                ExternalId = chatEvent.ExternalMessageId,
                Role = "user",
                Kind = command is null ? "message" : "command",
                Channel = chatEvent.Channel,
                SenderId = author.Id,
                SenderName = author.Username ?? author.Nickname ?? author.GlobalName,
                Text = chatEvent.Text.Text,
                Attachments = chatEvent.Attachments.Length,
                ReplyTo = answered?.Id,
                SaidAt = chatEvent.At,
            },
            .. await plans.SendAsync(message),
            .. command is null ? [] : commands.Entries(binding, chatEvent, id, command),
        ];
        return await commits.CommitAsync(null, rows) == CommitStatus.Applied ? command is null ? "relayed" : "command" : "duplicate";
    }

    /// <summary>Why a message goes no further; null when it does. Each layer would be enough against what it is for; together they hold when one is blind.</summary>
    private async Task<string?> DroppedAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        if (chatEvent.Author is not { } author)
            return "ignored";
        if (author.Id == (await instances.FindKnownAsync(binding.Record.InstanceId))?.BotId)
            return Echo(1);
        if (author.WebhookId is { } webhook && IsOwnWebhook(binding, webhook))
            return Echo(2);
        if (await store.FindAsync(binding.Id, chatEvent.ExternalRoomId, chatEvent.ExternalMessageId) is { } known)
            return known.IsCopy ? Echo(3) : "duplicate";
        if (author.Kind is ChatAuthorKind.Bot or ChatAuthorKind.Webhook)
        {
            if (!binding.Options.RelayBots.Contains(author.Id) && !(author.WebhookId is { } id && binding.Options.RelayBots.Contains(id)))
                return Echo(4);
            if (await IsLateEchoAsync(binding, chatEvent))
                return Echo(3);
        }

        if (chatEvent.Text.IsEmpty && chatEvent.Attachments.IsEmpty)
            return "ignored_empty";
        return binding.Options.IgnoreUsers.Contains(author.Id) || binding.Options.IgnorePatterns.Any(pattern => Matches(chatEvent.Text.Text, pattern)) ? "ignored_filter" : null;
    }

    /// <summary>An echo may be faster than the answer that says what it is: while a copy is on its way, the answer is waited for.</summary>
    private async Task<bool> IsLateEchoAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        return await LinkedAsync(binding, chatEvent.ExternalRoomId, chatEvent.ExternalMessageId, EchoLooks) is { IsCopy: true };
    }

    /// <summary>The message that it answers; somebody, or a machine, may be as fast as an echo.</summary>
    private async Task<ChatMessageRecord?> AnsweredAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        if (chatEvent.ReplyToExternalId is not { } reply)
            return null;
        var known = await store.FindAsync(binding.Id, chatEvent.ExternalRoomId, reply) ?? await LinkedAsync(binding, chatEvent.ExternalRoomId, reply, ReplyLooks);
        return known?.Message;
    }

    private async Task<ChatMessageHit?> LinkedAsync(ChatBinding binding, string place, string externalId, int looks)
    {
        using var timer = new PeriodicTimer(EchoInterval, clock);
        for (var look = 0; look < looks && await store.HasPendingAsync(binding.Id); look++)
        {
            await timer.WaitForNextTickAsync();
            if (await store.FindAsync(binding.Id, place, externalId) is { } known)
                return known;
        }

        // It may have been recorded between the two questions.
        return await store.FindAsync(binding.Id, place, externalId);
    }

    private async Task<string> TripAsync(ChatBinding binding)
    {
        await commits.CommitAsync(
            null,
            new ChatBindingStatus(binding.Id, "paused_loop", $"more than {settings.LoopMax} relays of one text in a minute", null),
            audit.Of(null, Actor.System("room"), "binding.loop_tripped", "chat_binding", binding.Id, ("room", Id)));
        await bindings.ReloadAsync();
        await AnnounceAsync(
            ids.NewId(), "announcement",
            RichText.Plain($"paused_loop: nothing more is relayed from {binding.Channel} {binding.Record.ExternalRoomId}: one text more than {settings.LoopMax} times in a minute"));
        return Echo(5);
    }

    private async Task<string> EditAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        if (chatEvent.Author?.Id == (await instances.FindKnownAsync(binding.Record.InstanceId))?.BotId)
            return Echo(1);
        if (chatEvent.Author?.WebhookId is { } webhook && IsOwnWebhook(binding, webhook))
            return Echo(2);
        if (await store.FindAsync(binding.Id, chatEvent.ExternalRoomId, chatEvent.ExternalMessageId) is not { } known)
        {
            metrics.LinkMissed("edit");
            return "ignored_unlinked";
        }

        if (known.IsCopy)
            return Echo(3);
        if (EditMarks.IsOlder(chatEvent.EditMark, known.Message.EditMark))
            return "duplicate";
        // Telegram tells bots of no deletion: a message that is edited to a single dot is one.
        if (chatEvent.Text.Text.Trim() == ".")
            return await DeleteAsync(known.Message);
        if (known.Message.Text == chatEvent.Text.Text)
            return "unchanged";
        var answered = chatEvent.ReplyToExternalId is { } reply ? (await store.FindAsync(binding.Id, chatEvent.ExternalRoomId, reply))?.Message : null;
        ImmutableArray<CommitRow> rows =
        [
            new ChatMessageEdit(known.Message.Id, chatEvent.Text.Text, chatEvent.EditMark ?? ""),
            .. await plans.EditAsync(MessageOf(binding, chatEvent, known.Message.Id, answered)),
        ];
        return await commits.CommitAsync(null, rows) == CommitStatus.Applied ? "edited" : "duplicate";
    }

    private async Task<string> DeleteAsync(ChatBinding binding, ChatEvent chatEvent)
    {
        var deleted = 0;
        foreach (var external in chatEvent.DeletedIds)
        {
            // A copy that somebody removed is gone there, and only there.
            if (await store.FindAsync(binding.Id, chatEvent.ExternalRoomId, external) is { IsCopy: false, Message: var message } && await DeleteAsync(message) == "deleted")
                deleted++;
        }

        return deleted > 0 ? "deleted" : "ignored_unlinked";
    }

    private async Task<string> DeleteAsync(ChatMessageRecord message)
    {
        ImmutableArray<CommitRow> rows = [new ChatMessageDelete(message.Id), .. await plans.DeleteAsync(message.Id, Id)];
        return await commits.CommitAsync(null, rows) == CommitStatus.Applied ? "deleted" : "duplicate";
    }

    private RelayMessage MessageOf(ChatBinding binding, ChatEvent chatEvent, Guid id, ChatMessageRecord? answered) => new()
    {
        Id = id,
        RoomId = Id,
        Origin = binding,
        Author = chatEvent.Author,
        Text = Replaced(chatEvent.Text, binding.Options.Replace),
        Attachments = chatEvent.Attachments,
        ReplyTo = answered?.Id,
        Quote = QuoteOf(chatEvent, answered),
        ForwardedFrom = chatEvent.ForwardedFrom,
        IsDelayed = chatEvent.Delayed,
    };

    /// <summary>What it answers in short; never an empty one.</summary>
    private static string? QuoteOf(ChatEvent chatEvent, ChatMessageRecord? answered)
    {
        if (chatEvent.ReplyToExternalId is null)
            return null;
        // What is stored has no markup: where the platform tells that something is hidden, its own excerpt is told.
        var said = Quote.HidesAny(chatEvent.ReplyExcerpt) ? chatEvent.ReplyExcerpt! : Quote.Of(answered?.Text ?? chatEvent.ReplyExcerpt ?? "");
        var name = answered?.SenderName ?? chatEvent.ReplyAuthor;
        return said.Length == 0 ? null : name is null ? said : $"{Snippet.Of(name, LongestName, unitsEach: 4)}: {said}";
    }

    private static RichText Replaced(RichText text, ImmutableArray<ReplaceRule> rules)
    {
        var replaced = text.Text;
        foreach (var rule in rules)
            replaced = Regex.Replace(replaced, rule.Pattern, rule.With, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTime);
        // Where the text has moved, its markup is not known any more.
        return replaced == text.Text ? text : RichText.Plain(replaced);
    }

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTime);

    /// <summary>That of this chat may have been made a moment ago, on another silo.</summary>
    private bool IsOwnWebhook(ChatBinding binding, string webhook) => binding.Record.WebhookId == webhook || bindings.IsOwnWebhook(webhook);

    private string Echo(int layer)
    {
        metrics.EchoDropped(layer);
        return $"echo_{layer}";
    }
}
