using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Pokes the ship's <c>chat</c> or <c>channels</c> agent. The message's time is that of the outbox entry, so a direct message that is poked again is the same
/// message. Source: docs.urbit.org, Eyre external API; tloncorp/tlon-apps for the marks.
/// </summary>
internal sealed class TlonSender(TenantHttp http, IOptions<ChannelOptions> options, TimeProvider time) : TenantSender("tlon", http, options)
{
    public const string Code = "code";
    private const int MaxEvent = 256 * 1024;
    private readonly TimeSpan _timeout = options.Value.OutboundTimeout;

    protected override bool HasCredentials(ChannelAccount account) => account.Secrets(Code).Count > 0;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var ship = new TlonShip(Http, root);
        if (await ship.LoginAsync(account.Secrets(Code)[0], cancellationToken) is { } refused)
            return OfLogin(refused);
        if ((account.Setting("ship") ?? ship.Name) is not { } bot)
            return Refused("ship_unknown", accountFault: true);
        if (PokeOf(message, bot) is not { } poke)
            return Refused("conversation_invalid");
        poke["ship"] = bot.TrimStart('~');
        var channel = $"vespid-{message.EntryId:N}";
        var result = await ship.PutAsync(channel, poke, cancellationToken);
        if (result is not PostResult.Answered answer)
            return WithoutAnswer(result);
        if (!IsSuccess(answer))
            return answer.Status == 403 ? Refused("403", accountFault: true) : OfStatus(answer);
        return await VerdictAsync(ship, channel, cancellationToken) ?? new SendResult.Sent(IdOf(message, bot));
    }

    /// <summary>The ship has the poke; whether the agent took it comes as an event of the channel.</summary>
    /// <returns>Null when it did.</returns>
    private async Task<SendResult?> VerdictAsync(TlonShip ship, string channel, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await ship.OpenAsync(channel, null, time, either.Token);
            if (!response.IsSuccessStatusCode)
                return Unknown($"verdict_{(int)response.StatusCode}");
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var events = new EventStream(new LineReader(stream, MaxEvent, static () => { }), MaxEvent);
            while (await events.ReadAsync(either.Token) is { } received)
            {
                if (!JsonBody.TryParseAnswer(Encoding.UTF8.GetBytes(received.Data), out var said) || said["response"].Text != "poke")
                    continue;
                // The verdict is known, whatever becomes of this.
                await ship.PutAsync(channel, new() { ["id"] = 2, ["action"] = "delete" }, CancellationToken.None);
                return said["err"].Element.ValueKind is System.Text.Json.JsonValueKind.Undefined ? null : Refused("poke_refused");
            }

            return Unknown("connection_lost");
        }
        catch (ReceiverException)
        {
            return Unknown("connection_lost");
        }
        catch (OperationCanceledException)
        {
            return Unknown(cancellationToken.IsCancellationRequested ? "canceled" : "timeout");
        }
    }

    // Nothing was poked yet, so a login without an answer leaves no doubt.
    private SendResult OfLogin(PostResult result) => result switch
    {
        PostResult.Answered { Status: 400 or 401 or 403 } answer => Refused($"login_{answer.Status}", accountFault: true),
        PostResult.Answered { Status: >= 200 and < 400 } => Refused("login_without_cookie", accountFault: true),
        PostResult.Answered answer => OfStatus(answer),
        PostResult.Lost { Error: var error } => Retry("login_" + error, null, counts: true),
        _ => WithoutAnswer(result),
    };

    private static JsonObject? PokeOf(OutboundMessage message, string bot)
    {
        var sent = TimeOf(message.EntryId);
        var memo = new JsonObject { ["content"] = Story(message.Text), ["author"] = bot, ["sent"] = sent };
        if (message.ConversationId.StartsWith('~'))
        {
            JsonObject delta = message.ThreadId is not null
                ? new() { ["reply"] = new JsonObject { ["id"] = $"{bot}/{TlonTime.Of(sent)}", ["meta"] = null, ["delta"] = new JsonObject { ["add"] = new JsonObject { ["memo"] = memo, ["time"] = null } } } }
                : new() { ["add"] = new JsonObject { ["memo"] = memo, ["kind"] = null, ["time"] = null } };
            var id = message.ThreadId ?? $"{bot}/{TlonTime.Of(sent)}";
            return Poke("chat", "chat-dm-action", new() { ["ship"] = SafeText.Of(message.ConversationId), ["diff"] = new JsonObject { ["id"] = SafeText.Of(id), ["delta"] = delta } });
        }

        if (message.ConversationId.Split('/') is not ["chat" or "diary" or "heap", ['~', ..], { Length: > 0 }])
            return null;
        JsonObject action;
        if (message.ThreadId is { } thread)
        {
            action = new() { ["reply"] = new JsonObject { ["id"] = SafeText.Of(thread), ["action"] = new JsonObject { ["add"] = memo } } };
        }
        else
        {
            (memo["kind"], memo["blob"], memo["meta"]) = ("/chat", null, null);
            action = new() { ["add"] = memo };
        }

        return Poke("channels", "channel-action-1", new()
        {
            ["channel"] = new JsonObject { ["nest"] = SafeText.Of(message.ConversationId), ["action"] = new JsonObject { ["post"] = action } },
        });
    }

    private static JsonObject Poke(string app, string mark, JsonObject json) => new() { ["id"] = 1, ["action"] = "poke", ["app"] = app, ["mark"] = mark, ["json"] = json };

    private static JsonArray Story(string text)
    {
        var inline = new JsonArray();
        foreach (var line in text.Split('\n'))
        {
            if (inline.Count > 0)
                inline.Add(new JsonObject { ["break"] = null });
            inline.Add(JsonValue.Create(line));
        }

        return new JsonArray(new JsonObject { ["inline"] = inline });
    }

    private static string IdOf(OutboundMessage message, string bot) => $"{bot}/{TlonTime.Of(TimeOf(message.EntryId))}";

    // The first 48 bits of a UUIDv7 are milliseconds.
    private static long TimeOf(Guid entry)
    {
        var bytes = entry.ToByteArray(bigEndian: true);
        return bytes.Take(6).Aggregate(0L, (sum, next) => (sum << 8) | next);
    }
}
