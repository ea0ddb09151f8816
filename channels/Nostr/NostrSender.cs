using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Publishes a note at the account's relays. Its time is that of the outbox entry, so a repeated attempt is the same event with the same id.
/// Source: NIP-01 (<c>EVENT</c>, <c>OK</c>), NIP-10.
/// </summary>
internal sealed class NostrSender(VendorSockets sockets, ISchnorr schnorr, IOptions<ChannelOptions> options, TimeProvider time) : VendorSender("nostr", options)
{
    private const int MaxMessage = 256 * 1024;
    private const int Note = 1;
    private readonly TimeSpan _timeout = options.Value.OutboundTimeout;

    protected override bool IsConfigured(ChannelAccount account) => NostrKeys.Relays(account).Count > 0 && account.Secrets("privateKey").Count > 0;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!schnorr.IsAvailable)
            return Refused("library_missing: libsecp256k1", accountFault: true);
        if (NostrKeys.Of(account, schnorr) is not { Private: { } secret, Public: { } author })
            return Refused("private_key_invalid", accountFault: true);
        cancellationToken.ThrowIfCancellationRequested();
        var note = NoteOf(message, author);
        var id = note.Id();
        if (schnorr.Sign(secret, id, RandomNumberGenerator.GetBytes(32)) is not { } signature)
            return Refused("private_key_invalid", accountFault: true);
        var hex = Convert.ToHexStringLower(id);
        var body = Written(note, hex, Convert.ToHexStringLower(signature));
        var results = await Task.WhenAll(NostrKeys.Relays(account).Select(url => PublishAsync(url, body, hex, cancellationToken)));
        return results.FirstOrDefault(result => result is SendResult.Sent) ?? results.FirstOrDefault(result => result is SendResult.Unknown)
            ?? results.FirstOrDefault(result => result is SendResult.Retry) ?? results[0];
    }

    private static NostrEvent NoteOf(OutboundMessage message, string author)
    {
        var tags = new List<IReadOnlyList<string>>();
        if (NostrProof.Bytes(message.ConversationId, 32) is not null)
            tags.Add(["e", message.ConversationId, string.Empty, "root"]);
        if (message.ReplyToProviderMessageId is { } reply && reply != message.ConversationId && NostrProof.Bytes(reply, 32) is not null)
            tags.Add(["e", reply, string.Empty, "reply"]);
        return new(author, TimeOf(message.EntryId), Note, tags, message.Text);
    }

    // The first 48 bits of a UUIDv7 are milliseconds.
    private static long TimeOf(Guid entry)
    {
        var bytes = entry.ToByteArray(bigEndian: true);
        var milliseconds = 0L;
        for (var i = 0; i < 6; i++)
            milliseconds = (milliseconds << 8) | bytes[i];
        return milliseconds / 1000;
    }

    private static string Written(NostrEvent note, string id, string signature) => new JsonObject
    {
        ["id"] = id,
        ["pubkey"] = note.PublicKey,
        ["created_at"] = note.CreatedAt,
        ["kind"] = note.Kind,
        ["tags"] = new JsonArray([.. note.Tags.Select(tag => new JsonArray([.. tag.Select(word => JsonValue.Create(word))]))]),
        ["content"] = note.Content,
        ["sig"] = signature,
    }.ToJsonString();

    private async Task<SendResult> PublishAsync(Uri url, string body, string id, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var written = false;
        try
        {
            await using var relay = new NostrRelay(await sockets.OpenAsync(url, MaxMessage, default, either.Token));
            written = true;
            await relay.WriteAsync(new JsonArray("EVENT", JsonNode.Parse(body)), either.Token);
            while (await relay.ReadAsync(either.Token) is { } answer)
            {
                if (answer[0].Text != "OK" || answer[1].Text != id)
                    continue;
                await relay.CloseAsync();
                return ResultOf(answer[2].Boolean == true, answer[3].Text ?? string.Empty, id);
            }

            return Unknown("connection_lost");
        }
        catch (ReceiverException fault)
        {
            return written ? Unknown("connection_lost") : fault.IsFatal ? Refused(fault.Message, accountFault: true) : Retry(fault.Message, null, counts: false);
        }
        catch (OperationCanceledException) when (written || !cancellationToken.IsCancellationRequested)
        {
            return written ? Unknown(cancellationToken.IsCancellationRequested ? "canceled" : "timeout") : Retry("connect_timeout", null, counts: false);
        }
    }

    private SendResult ResultOf(bool taken, string reason, string id)
    {
        var prefix = reason.Split(':')[0];
        if (taken || prefix == "duplicate")
            return new SendResult.Sent(id);
        return prefix switch
        {
            "rate-limited" => Retry("rate_limited", null, counts: false),
            "error" => Retry("relay_error", null, counts: true),
            "auth-required" or "restricted" or "blocked" or "pow" or "invalid" or "mute" => Refused(prefix),
            _ => Refused("refused"),
        };
    }
}
