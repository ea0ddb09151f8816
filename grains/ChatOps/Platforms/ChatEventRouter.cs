using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.ChatOps;

/// <summary>Finds the room of an event. Chats that are bound to none make no room: they are counted, and may ask for their ids.</summary>
internal sealed class ChatEventRouter(
    ChatOpsSettings settings,
    ChatBindings bindings,
    ControlCommits commits,
    IGrainFactory grains,
    TelegramUpdateReader telegramReader,
    ChannelAccounts accounts,
    UnboundChats unbound,
    ChatOpsMetrics metrics,
    TimeProvider clock)
{
    private const int PageSize = 100;
    private const int MostPages = 50;
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(5);

    /// <summary>What is older when it comes was written while nobody listened.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string, string), long> _noted = new();

    /// <returns>Whether it belongs to a room.</returns>
    public async Task<bool> RouteAsync(ChatInstance instance, string name, BodyReader data)
    {
        var chatEvent = Read(instance, name, data);
        if (chatEvent is null)
            return false;
        if (await bindings.MatchAsync(instance.Channel, instance.Id, chatEvent.ExternalRoomId, chatEvent.TopicId) is not { } binding)
        {
            await NoteUnboundAsync(instance, chatEvent, instance.Channel == "telegram" ? TelegramEvents.TitleOf(data) : instance.Names.Channel(chatEvent.ExternalRoomId));
            return false;
        }

        if (InTime(chatEvent) is { } told)
            await grains.GetGrain<IRoomGrain>(binding.RoomId).Accept(binding.Id, told);
        else
            metrics.Inbound(instance.Channel, "ignored_late");
        return true;
    }

    /// <summary>What the rooms have no use for is the channel account's of the same bot, as if they were not there.</summary>
    public async Task PassOnAsync(ChatInstance instance, AccountSnapshot account, string name, BodyReader data, CancellationToken cancellationToken)
    {
        // Only Telegram's updates can be read without the connection that brought them.
        if (instance.Channel != "telegram" || data["update_id"].Integer is not { } id)
            return;
        var read = telegramReader.Read(new TelegramUpdate(id, data.Element), accounts.Of(account), traceParent: null);
        if (read.Messages.Length > 0)
            await grains.GetGrain<IIngressGrain>(0).Accept(account.Id, read.Messages, cancellationToken);
    }

    /// <summary>Fetches what was written while nobody listened, where the platform allows, oldest first.</summary>
    public async Task CatchUpAsync(ChatInstance instance, CancellationToken cancellationToken)
    {
        if (settings.CatchUp == CatchUp.None)
            return;
        await bindings.ReloadAsync(cancellationToken);
        var oldest = clock.GetUtcNow() - settings.CatchUpWindow;
        foreach (var binding in bindings.All.Where(binding => binding.Reads && binding.Record.InstanceId == instance.Id && binding.Record.LastInId is not null))
        {
            var place = binding.Record.TopicId ?? binding.Record.ExternalRoomId;
            var after = binding.Record.LastInId!;
            for (var page = 0; page < MostPages; page++)
            {
                if (Missed(await instance.Client.AfterAsync(instance.Token, place, after, cancellationToken)) is not { } missed)
                    break;
                foreach (var message in missed)
                {
                    after = BodyReader.Of(message)["id"].Text ?? after;
                    if (DiscordEvents.Read(DiscordDispatch.MessageCreate, BodyReader.Of(WithPlace(message, place)), instance.Id, instance.BotId, instance.Names) is { } chatEvent
                        && (settings.CatchUp == CatchUp.All || chatEvent.At >= oldest))
                        await grains.GetGrain<IRoomGrain>(binding.RoomId).Accept(binding.Id, chatEvent with { Delayed = true });
                }

                if (missed.Count < PageSize)
                    break;
            }
        }
    }

    /// <summary>Telegram keeps what nobody fetched for a day, and a session of Discord that goes on brings what it missed: late, but as if it were new.</summary>
    private ChatEvent? InTime(ChatEvent chatEvent)
    {
        var age = clock.GetUtcNow() - chatEvent.At;
        if (chatEvent.Kind != ChatEventKind.Message || chatEvent.At == DateTimeOffset.UnixEpoch || age < LateAfter)
            return chatEvent;
        return settings.CatchUp == CatchUp.All || (settings.CatchUp == CatchUp.Recent && age <= settings.CatchUpWindow) ? chatEvent with { Delayed = true } : null;
    }

    /// <summary>Null where the bot may not read what was written.</summary>
    /// <exception cref="ReceiverException">Not now: whoever goes on without it would never ask for it again.</exception>
    private static IReadOnlyList<JsonElement>? Missed(RoomAnswer<IReadOnlyList<JsonElement>> answer) => answer switch
    {
        RoomAnswer<IReadOnlyList<JsonElement>>.Ok { Value: var missed } => missed,
        RoomAnswer<IReadOnlyList<JsonElement>>.Refused { Fault: RoomFault.Later or RoomFault.Token } refused => throw new ReceiverException(refused.Error, retryAfter: refused.RetryAfter),
        RoomAnswer<IReadOnlyList<JsonElement>>.Refused => null,
        RoomAnswer<IReadOnlyList<JsonElement>>.NotSent unsent => throw new ReceiverException(unsent.Error),
        RoomAnswer<IReadOnlyList<JsonElement>>.Lost lost => throw new ReceiverException(lost.Error),
        _ => throw new ReceiverException("answer_not_understood"),
    };

    private static ChatEvent? Read(ChatInstance instance, string name, BodyReader data)
    {
        if (instance.Channel == "telegram")
            return TelegramEvents.Read(data, instance.Id, instance.BotId, instance.BotName);
        instance.Names.Learn(name, data);
        return DiscordEvents.Read(name, data, instance.Id, instance.BotId, instance.Names);
    }

    private static JsonElement WithPlace(JsonElement message, string place)
    {
        var copy = JsonObject.Create(message)!;
        copy["channel_id"] = place;
        // History tells no server; only private chats have none.
        copy["guild_id"] ??= "0";
        return JsonSerializer.SerializeToElement(copy);
    }

    private async Task NoteUnboundAsync(ChatInstance instance, ChatEvent chatEvent, string? title)
    {
        metrics.Inbound(instance.Channel, "ignored_unbound");
        if (chatEvent.Kind != ChatEventKind.Message)
            return;
        var key = (instance.Id, chatEvent.ExternalRoomId);
        var now = clock.GetTimestamp();
        if (!_noted.TryGetValue(key, out var last) || clock.GetElapsedTime(last, now) > NoteInterval)
        {
            if (_noted.Count > 10_000)
                _noted.Clear();
            _noted[key] = now;
            await commits.CommitAsync(null, new ChatUnboundNote(instance.Channel, instance.Id, chatEvent.ExternalRoomId, chatEvent.TopicId, title));
        }

        await unbound.AnswerAsync(instance, chatEvent);
    }
}
