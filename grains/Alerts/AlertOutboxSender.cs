using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Edges;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;

namespace Vespid.Grains.Alerts;

/// <summary>
/// Delivers to a receiver: its webhook first, and when that does not answer 2xx, Telegram. Nothing is given up before its day is over.
/// </summary>
internal sealed partial class AlertOutboxSender(
    IAlertStore alerts,
    AlertAddresses addresses,
    OperatorPost operatorPost,
    SignedPost tenantPost,
    ITelegramClient telegram,
    IGrainFactory grains,
    ControlCommits commits,
    IWriterLease lease,
    AlertMetrics metrics,
    IOptions<EdgeOptions> options,
    TimeProvider clock,
    ILogger<AlertOutboxSender> logger) : IOutboxSender
{
    private const int MostAnswer = 64 * 1024;
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(1);
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TelegramTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileUnrouted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileMisconfigured = TimeSpan.FromMinutes(5);

    /// <summary>Telegram takes about twenty messages a minute into a group.</summary>
    private static readonly TimeSpan GroupPace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan CriticalPatience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (Guid Entry, int Count)> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _lastToGroup = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds { get; } = [AlertKinds.Alert, AlertKinds.Digest, AlertKinds.Reminder, AlertKinds.Test];

    /// <summary>Who is told twice can tell; who is not told cannot.</summary>
    public bool Insists(OutboxEntry entry) => true;

    /// <summary>Which hop took an entry, by the id that it left.</summary>
    public static string? HopOf(string? providerMessageId) => providerMessageId?.Split(':')[0];

    public async ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (await alerts.ReceiverAsync(IdOf(entry), cancellationToken) is not { } receiver)
            return new Clearance.Never("receiver_gone");
        if (addresses.Of(receiver).IsRouted)
            return Clearance.Go.Instance;
        await NoteAsync(receiver, "unrouted", "neither a webhook nor a chat is configured");
        return new Clearance.Wait(WhileUnrouted, "unrouted");
    }

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        ReceiverRecord? receiver;
        try
        {
            receiver = await alerts.ReceiverAsync(IdOf(entry), cancellationToken);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            // Certainly not sent; left to the lane it would be a doubt.
            return Again("storage_away", WhileAway);
        }

        if (receiver is null)
            return new SendResult.Refused("receiver_gone");
        var address = addresses.Of(receiver);
        var message = AlertMessage.Read(entry.Payload);
        var webhook = address.Webhook is null ? null : await PostAsync(address, entry, cancellationToken);
        if (webhook is SendResult.Sent)
            return await EndedAsync(receiver, entry, message, webhook);
        var chat = address.Chat is null ? null : await ChatAsync(address, message, cancellationToken);
        var ended = chat ?? webhook ?? new SendResult.Retry("unrouted", WhileUnrouted, CountsAsAttempt: false);
        return await EndedAsync(receiver, entry, message, ended with { MayRepeat = ended.MayRepeat || webhook is { MayRepeat: true } });
    }

    private async Task<SendResult> PostAsync(AlertAddress address, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(entry.Payload);
        var result = address.IsTenants
            ? await tenantPost.SendAsync(address.Webhook!.AbsoluteUri, entry.Id, body, [], 0, WebhookTimeout, cancellationToken)
            : await operatorPost.SendAsync(address.Webhook!, body, 0, WebhookTimeout, cancellationToken);
        SendResult ended = result switch
        {
            PostResult.Answered { Status: >= 200 and < 300 } => new SendResult.Sent("webhook:" + entry.Id),
            PostResult.Answered answer => Again($"webhook_{answer.Status}", answer.RetryAfter),
            PostResult.NotSent { Error: var error } => Again("webhook_" + error, null),
            PostResult.Lost { Error: var error } => InDoubt("webhook_" + error),
            _ => Again("webhook_address_refused", null),
        };
        metrics.Delivered("webhook", ended is SendResult.Sent ? "sent" : "failed");
        return ended;
    }

    private async Task<SendResult> ChatAsync(AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
    {
        TimeSpan? wait;
        try
        {
            wait = await PaceAsync(address);
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return Again("telegram_pace_unknown", WhileAway);
        }

        if (wait is { } paced)
            return Again("telegram_rate_limited", paced);
        // The first way may have taken long.
        if (!lease.IsHeld)
            return Again("not_the_writer", WhileAway);
        var ended = options.Value.TelegramFallback is { } fallback && !address.IsTenants
            ? await FallbackAsync(fallback, address, message, cancellationToken)
            : await TelegramAsync(address, message, cancellationToken);
        if (ended is SendResult.Retry { RetryAfter: { } silence } && TelegramIdentity.KeyOf(address.Token!) is { } bot && silence > TimeSpan.Zero)
            await NoteAsync(grains.GetGrain<IPlatformConnectionGrain>(bot).Hold(silence));
        metrics.Delivered("telegram", ended is SendResult.Sent ? "sent" : "failed");
        return ended;
    }

    private async Task<TimeSpan?> PaceAsync(AlertAddress address)
    {
        if (address.Chat!.StartsWith('-') && _lastToGroup.TryGetValue(address.Chat, out var last) && clock.GetElapsedTime(last) is var since && since < GroupPace)
            return GroupPace - since;
        if (TelegramIdentity.KeyOf(address.Token!) is { } bot)
        {
            var wait = await grains.GetGrain<IPlatformConnectionGrain>(bot).ReserveSend(address.Chat);
            if (wait > TimeSpan.Zero)
                return wait;
        }

        _lastToGroup[address.Chat] = clock.GetTimestamp();
        return null;
    }

    private async Task<SendResult> TelegramAsync(AlertAddress address, AlertMessage message, CancellationToken cancellationToken) =>
        await telegram.SendMessageAsync(address.Token!, new TelegramText(address.Chat!, message.Message, DisablePreview: true), cancellationToken) switch
        {
            TelegramAnswer<long>.Ok { Value: var id } => new SendResult.Sent("telegram:" + id.ToString(CultureInfo.InvariantCulture)),
            TelegramAnswer<long>.Refused refused => Refused(refused.Code, refused.Description, refused.RetryAfter),
            TelegramAnswer<long>.NotSent { Error: var error } => Again("telegram_" + error, null),
            TelegramAnswer<long>.Lost { Error: var error } => InDoubt("telegram_" + error),
            _ => InDoubt("telegram_answer_not_understood"),
        };

    private async Task<SendResult> FallbackAsync(Uri url, AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["chat_id"] = address.Chat, ["text"] = message.Message, ["disable_web_page_preview"] = true };
        return await operatorPost.SendAsync(url, Encoding.UTF8.GetBytes(body.ToJsonString()), MostAnswer, TelegramTimeout, cancellationToken) switch
        {
            PostResult.Answered { Status: 200 } answer when IsOk(answer.Body) => new SendResult.Sent("telegram:fallback"),
            PostResult.Answered answer => Refused(answer.Status == 200 ? 500 : answer.Status, "not ok", answer.RetryAfter ?? RetryAfterOf(answer.Body)),
            PostResult.Lost { Error: var error } => InDoubt("telegram_" + error),
            PostResult.NotSent { Error: var error } => Again("telegram_" + error, null),
            _ => Again("telegram_address_refused", null),
        };
    }

    private static SendResult.Retry Refused(int code, string description, TimeSpan? retryAfter) =>
        Again($"telegram_{code}: {description}", code is 400 or 401 or 403 or 404 ? WhileMisconfigured : retryAfter);

    /// <summary>Perhaps taken. Somebody has to be told, so it is sent again and marked; the dedupe key tells a webhook.</summary>
    private static SendResult.Retry InDoubt(string error) => Again(error, null) with { MayRepeat = true };

    private static SendResult.Retry Again(string error, TimeSpan? retryAfter) => new(error, retryAfter, CountsAsAttempt: false);

    private async Task<SendResult> EndedAsync(ReceiverRecord receiver, OutboxEntry entry, AlertMessage message, SendResult result)
    {
        var age = TimeToLive - entry.ExpiresIn;
        if (result is SendResult.Retry retry)
        {
            Log.Undelivered(logger, entry.Id, receiver.Id, retry.Error);
            if (retry.RetryAfter == WhileMisconfigured)
                await NoteAsync(receiver, "misconfigured", retry.Error);
            await PassOnAsync(receiver, entry, message, age);
            // A chat that is wrong keeps no message from a webhook that is back.
            var wait = retry.RetryAfter == WhileMisconfigured && addresses.Of(receiver).Webhook is not null ? null : retry.RetryAfter;
            return retry with { RetryAfter = wait ?? RetryWait(Failed(receiver, entry)) };
        }

        if (result is SendResult.Sent)
            await NoteAsync(receiver, "ready", null);
        return result;
    }

    /// <summary>5 s, 15 s, a minute, then every five: by how often the entry was tried, for what only waited behind others has not failed yet.</summary>
    /// <param name="failures">1 or more.</param>
    internal static TimeSpan RetryWait(int failures) => TimeSpan.FromSeconds(failures switch
    {
        1 => 5,
        2 => 15,
        3 => 60,
        _ => 300,
    });

    /// <summary>Failures of the receiver's first entry; another process begins anew.</summary>
    private int Failed(ReceiverRecord receiver, OutboxEntry entry) =>
        _failures.AddOrUpdate(receiver.Id, (entry.Id, 1), (_, last) => (entry.Id, last.Entry == entry.Id ? last.Count + 1 : 1)).Count;

    /// <summary>What is critical and cannot be delivered for a minute goes to the next receiver too, once.</summary>
    private async Task PassOnAsync(ReceiverRecord receiver, OutboxEntry entry, AlertMessage message, TimeSpan age)
    {
        if (receiver.EscalateTo is not { } next || message.Severity != Severities.Critical || age < CriticalPatience || entry.Kind == AlertKinds.Reminder)
            return;
        var copy = new OutboxRow(
            RunId.Of(entry.Id, entry.Id), ReceiverRecord.LaneKeyOf(next), AlertKinds.Reminder, receiver.OrganizationId, null, null, entry.Payload, TimeToLive,
            null, null, null, entry.TraceParent);
        await NoteAsync(commits.CommitAsync(receiver.OrganizationId, copy));
    }

    private Task NoteAsync(ReceiverRecord receiver, string status, string? error) => receiver.Status == status && receiver.LastError == error
        ? Task.CompletedTask
        : NoteAsync(commits.CommitAsync(receiver.OrganizationId, new ReceiverStatusNote(receiver.Id, status, error)));

    /// <summary>What cannot be noted now is noted with the next message: it must not hide what became of this one.</summary>
    private async Task NoteAsync(Task note)
    {
        try
        {
            await note;
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            Log.NotNoted(logger, fault.GetType().Name);
        }
    }

    private static bool IsPassing(Exception fault) => fault is CommitException or NpgsqlException or TimeoutException or OrleansException;

    private static string IdOf(OutboxEntry entry) => entry.LaneKey[(entry.LaneKey.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static bool IsOk(byte[]? body) => JsonAnswer.Read(body) is { } root && root["ok"]?.GetValueKind() == JsonValueKind.True;

    private static TimeSpan? RetryAfterOf(byte[]? body) =>
        JsonAnswer.Read(body)?["parameters"] is JsonObject parameters && parameters["retry_after"]?.GetValueKind() == JsonValueKind.Number && parameters["retry_after"]!.AsValue().TryGetValue(out int seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400))
            : null;

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 2500, EventName = "delivery.failed", Level = LogLevel.Warning, Message = "UNDELIVERED: entry {Entry} of receiver {Receiver} ({Error}); it is tried again")]
        public static partial void Undelivered(ILogger logger, Guid entry, string receiver, string error);

        [LoggerMessage(EventId = 2501, EventName = "delivery.not_noted", Level = LogLevel.Warning, Message = "What became of an alert could not be noted at its receiver ({Fault})")]
        public static partial void NotNoted(ILogger logger, string fault);
    }
}
