using System.Buffers.Text;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Audit;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;

namespace Vespid.Grains.ChatOps;

/// <summary>Sends, changes and takes back copies. What became of a copy is written with what became of its entry.</summary>
internal sealed partial class RelayOutboxSender(
    ChatBindings bindings,
    ChatInstances instances,
    RelayCopies copies,
    ChatWebhooks webhooks,
    RelayFiles files,
    ControlCommits commits,
    AuditTrail audit,
    IGrainFactory grains,
    IIdSource ids,
    IWriterLease lease,
    ChatOpsMetrics metrics,
    ILogger<RelayOutboxSender> logger) : IOutboxSender
{
    private static readonly TimeSpan WhilePaused = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileTokenIsBad = TimeSpan.FromMinutes(1);

    public IReadOnlyList<string> Kinds { get; } = [RelayKinds.Relay];

    /// <summary>To change a copy or to take it back twice is to do it once.</summary>
    public bool Insists(OutboxEntry entry) => ChatJson.Read<RelayPayload>(entry.Payload).Op is RelayOps.Edit or RelayOps.Delete;

    public async ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var payload = ChatJson.Read<RelayPayload>(entry.Payload);
        var instanceId = payload.InstanceId;
        var place = payload.Place;
        if (payload.BindingId is { } id)
        {
            if (await bindings.ReadAsync(id, cancellationToken) is not { } binding)
                return new Clearance.Never("binding_gone");
            if (!binding.Record.Enabled || binding.Record.Status is "conflict")
                return new Clearance.Never("binding_disabled");
            if (binding.Record.Status == "blocked")
                return new Clearance.Never("binding_blocked");
            if (binding.Record.Status is "paused" or "paused_loop")
                return new Clearance.Wait(WhilePaused, "binding_" + binding.Record.Status);
            (instanceId, place) = (binding.Record.InstanceId, binding.Record.ExternalRoomId);
        }

        if (instanceId is null || instances.Find(instanceId) is not { } instance)
            return new Clearance.Never("instance_unknown");
        if (KeyOf(instance) is not { } bot)
            return Clearance.Go.Instance;
        var wait = await grains.GetGrain<IPlatformConnectionGrain>(bot).ReserveSend(place!);
        return wait > TimeSpan.Zero ? new Clearance.Wait(wait, "rate_limited") : Clearance.Go.Instance;
    }

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var payload = ChatJson.Read<RelayPayload>(entry.Payload);
        var binding = payload.BindingId is { } id ? bindings.Find(id) ?? await bindings.ReadAsync(id, cancellationToken) : null;
        if (binding is null && payload.BindingId is not null)
            return new SendResult.Refused("binding_gone");
        if (instances.Find(binding?.Record.InstanceId ?? payload.InstanceId ?? "") is not { } instance)
            return new SendResult.Refused("instance_unknown");
        var at = new RelayTarget(binding, instance, binding?.Record.ExternalRoomId ?? payload.Place!, binding?.Record.TopicId ?? payload.Topic);
        var result = payload.Op switch
        {
            RelayOps.Edit => await EditAsync(at, payload, cancellationToken),
            RelayOps.Delete => await DeleteAsync(at, payload, cancellationToken),
            _ => await PostAsync(entry, at, payload, cancellationToken),
        };
        if (result is SendResult.Retry { RetryAfter: { } silence } && KeyOf(instance) is { } bot)
            await grains.GetGrain<IPlatformConnectionGrain>(bot).Hold(silence);
        return result;
    }

    public ImmutableArray<CommitRow> Follows(OutboxEntry entry, OutboxChange change)
    {
        if (change.Status is LaneStatus.Sending or LaneStatus.Retrying)
            return [];
        var payload = ChatJson.Read<RelayPayload>(entry.Payload);
        if (payload is { BindingId: { } binding, MessageId: { } message })
        {
            switch (payload.Op)
            {
                case RelayOps.Send:
                    metrics.Ended(entry, change.Status);
                    return [MarkOf(change)];
                case RelayOps.Delete when change.Status == LaneStatus.Sent:
                    return [new ChatCopyWithdrawn(message, binding, payload.Part)];
                case RelayOps.Edit when change.Status == LaneStatus.DeadLetter && change.ErrorClass == "permanent" && change.LastError != RelayCopies.Missing:
                    return [NoteOf(entry, payload)];
            }
        }

        return [];
    }

    private static ChatCopyMark MarkOf(OutboxChange change)
    {
        var sent = change.Status == LaneStatus.Sent ? SentAs.Read(change.ProviderMessageId) : null;
        var status = change.Status switch
        {
            LaneStatus.Sent => "sent",
            LaneStatus.DeadLetter => "dead_letter",
            LaneStatus.Expired => "expired",
            _ => "pending",
        };
        return new ChatCopyMark(change.Id, status, sent?.Via, sent?.Place, sent?.MessageId, change.PossibleDuplicate);
    }

    /// <summary>Once: the entry of the note follows from that of the edit.</summary>
    private static OutboxRow NoteOf(OutboxEntry entry, RelayPayload payload) => new(
        Grains.Channels.RunId.Of(entry.Id, entry.Id), entry.LaneKey, RelayKinds.Relay, entry.OrganizationId, null, null,
        ChatJson.Write(payload with { Op = RelayOps.Note, MayUseWebhook = false, File = null, FullText = null, ReplyTo = payload.MessageId, IsFirst = true, Prefix = "(edited) " + payload.Prefix }),
        RelayKinds.TimeToLive, null, null, null, null);

    private async Task<SendResult> PostAsync(OutboxEntry entry, RelayTarget at, RelayPayload payload, CancellationToken cancellationToken)
    {
        var prepared = await files.PrepareAsync(at, payload, cancellationToken);
        if (prepared.Fault is { } fault)
            return fault;
        var reply = payload.ReplyToExternalId ?? (payload.ReplyTo is { } answered && at.Binding is { } own ? await copies.NativeAsync(answered, own) : null);
        if (payload.ReplyTo is not null && reply is null)
            metrics.LinkMissed("reply");
        // A webhook cannot answer a message; only the bot can.
        var webhook = payload.MayUseWebhook && reply is null && at is { Binding: { } binding, Instance.Channel: "discord" }
            ? (await webhooks.OfAsync(binding, at.Instance, cancellationToken)).Webhook
            : null;
        // To prepare it may have taken long: another process may be sending this very entry by now.
        if (!lease.IsHeld)
            return new SendResult.Retry("WRITER_LEASE_LOST", null, CountsAsAttempt: false);
        var post = new RoomPost
        {
            Place = at.Place,
            Topic = at.Topic,
            Text = RelayTexts.Compose(at.Instance.Channel, payload with { Body = prepared.Body }, reply is null, withPrefix: webhook is null),
            ReplyTo = reply,
            Nonce = Base64Url.EncodeToString(entry.Id.ToByteArray(bigEndian: true)),
            File = prepared.File,
            AllowMentions = payload.AllowMentions,
            Speaker = webhook is null ? null : new RoomSpeaker(webhook, ChatNames.WebhookName(payload.Prefix ?? "?"), payload.AvatarUrl),
        };
        var answer = await at.Instance.Client.SendAsync(at.Instance.Token, post, cancellationToken);
        if (answer is RoomAnswer<string>.Refused { MigratedTo: { } grown } && at.Binding is { } moved)
        {
            // Refused for its address only, so nothing was sent yet.
            await grains.GetGrain<IChatAddressGrain>(AddressKeys.Of(moved.Record)).Migrate(grown, Actor.System("relay"));
            post = post with { Place = grown };
            answer = await at.Instance.Client.SendAsync(at.Instance.Token, post, cancellationToken);
        }
        else if (answer is RoomAnswer<string>.Refused { Fault: RoomFault.Permission or RoomFault.Gone } && webhook is not null)
        {
            // The webhook is gone, or may not be used any more: the bot speaks itself.
            webhooks.Forget(at.Binding!);
            webhook = null;
            post = post with { Speaker = null, Text = RelayTexts.Compose(at.Instance.Channel, payload with { Body = prepared.Body }, reply is null, withPrefix: true) };
            answer = await at.Instance.Client.SendAsync(at.Instance.Token, post, cancellationToken);
        }

        return answer is RoomAnswer<string>.Ok { Value: var id }
            ? new SendResult.Sent(new SentAs(webhook is null ? "bot" : "webhook", post.Place, id).ToString())
            : await FailedAsync(at, answer);
    }

    private async Task<SendResult> EditAsync(RelayTarget at, RelayPayload payload, CancellationToken cancellationToken)
    {
        var found = await copies.FindAsync(payload, at, cancellationToken);
        if (found.Fault is { } fault)
            return fault;
        if (found.Copy is not { } copy)
        {
            metrics.LinkMissed("edit");
            return new SendResult.Refused(RelayCopies.Missing);
        }

        var quoted = payload.ReplyTo is { } answered && at.Binding is { } own && await copies.NativeAsync(answered, own) is null;
        var told = RelayFiles.Told(at, payload);
        var text = RelayTexts.Compose(at.Instance.Channel, payload with { Body = told ?? payload.Body }, quoted, withPrefix: copy.Webhook is null);
        var answer = await at.Instance.Client.EditAsync(at.Instance.Token, copy with { IsCaption = payload.File is not null && told is null }, text, cancellationToken);
        return answer is RoomAnswer<bool>.Ok or RoomAnswer<bool>.Refused { Fault: RoomFault.Unchanged }
            ? new SendResult.Sent("edited")
            // To say the same twice changes nothing.
            : answer is RoomAnswer<bool>.Lost { Error: var error } ? new SendResult.Retry(error, null, CountsAsAttempt: true) : await FailedAsync(at, answer);
    }

    private async Task<SendResult> DeleteAsync(RelayTarget at, RelayPayload payload, CancellationToken cancellationToken)
    {
        var found = await copies.FindAsync(payload, at, cancellationToken);
        if (found.Fault is { } fault)
            return fault;
        if (found.Copy is not { } copy)
            return new SendResult.Sent("nothing to delete");
        var answer = await at.Instance.Client.DeleteAsync(at.Instance.Token, copy, cancellationToken);
        if (answer is RoomAnswer<bool>.Refused { Fault: RoomFault.Gone or RoomFault.Message } && at.Instance.Channel == "telegram")
        {
            // Too old for a bot to delete: it says so instead.
            var tomb = await at.Instance.Client.EditAsync(at.Instance.Token, copy, RelayTexts.Tombstone, cancellationToken);
            return tomb is RoomAnswer<bool>.Ok or RoomAnswer<bool>.Refused { Fault: RoomFault.Gone or RoomFault.Unchanged or RoomFault.Message }
                ? new SendResult.Sent("tombstone")
                : await FailedAsync(at, tomb);
        }

        return answer is RoomAnswer<bool>.Ok or RoomAnswer<bool>.Refused { Fault: RoomFault.Gone }
            ? new SendResult.Sent("deleted")
            : answer is RoomAnswer<bool>.Lost { Error: var error } ? new SendResult.Retry(error, null, CountsAsAttempt: true) : await FailedAsync(at, answer);
    }

    private async Task<SendResult> FailedAsync<T>(RelayTarget at, RoomAnswer<T> answer)
    {
        switch (answer)
        {
            case RoomAnswer<T>.Refused { Fault: RoomFault.Later } refused:
                return new SendResult.Retry(refused.Error, refused.RetryAfter, CountsAsAttempt: refused.Status is not (429 or 503));
            case RoomAnswer<T>.Refused { Fault: RoomFault.Token } refused:
                return new SendResult.Retry(refused.Error, WhileTokenIsBad, CountsAsAttempt: false);
            case RoomAnswer<T>.Refused { Fault: RoomFault.Room or RoomFault.Permission } refused:
                await BlockAsync(at, refused.Error);
                return new SendResult.Refused(refused.Error);
            case RoomAnswer<T>.Refused refused:
                return new SendResult.Refused(refused.Error);
            case RoomAnswer<T>.NotSent unsent:
                return new SendResult.Retry(unsent.Error, null, CountsAsAttempt: false);
            case RoomAnswer<T>.Lost lost:
                return new SendResult.Unknown(lost.Error);
            default:
                return new SendResult.Unknown("answer_not_understood");
        }
    }

    /// <summary>The bot is out: nothing more is queued until an operator resumes the binding.</summary>
    private async Task BlockAsync(RelayTarget at, string error)
    {
        if (at.Binding is not { } binding)
            return;
        var status = await commits.CommitAsync(
            null,
            new ChatBindingStatus(binding.Id, "blocked", error, null),
            audit.Of(null, Actor.System("relay"), "binding.blocked", "chat_binding", binding.Id, ("error", error), ("room", binding.RoomId)));
        await bindings.ReloadAsync();
        if (status != CommitStatus.Applied)
            return;
        Log.Blocked(logger, binding.Id, error);
        // Who is in the room otherwise goes on talking to people who hear nothing.
        await grains.GetGrain<IRoomGrain>(binding.RoomId).Announce(ids.NewId(), "announcement", RichText.Plain($"blocked: nothing more is relayed to {binding.Channel} {binding.Record.ExternalRoomId} ({error})"));
    }

    private static string? KeyOf(ChatInstance instance) => instance.Channel == "telegram" ? TelegramIdentity.KeyOf(instance.Token) : null;

    private static partial class Log
    {
        [LoggerMessage(EventId = 2610, EventName = "chat.binding.blocked", Level = LogLevel.Warning, Message = "Binding {Binding} is blocked ({Error})")]
        public static partial void Blocked(ILogger logger, string binding, string error);
    }
}
