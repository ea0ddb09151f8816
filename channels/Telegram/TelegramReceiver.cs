using System.Globalization;

namespace Vespid.Channels;

/// <summary>Long polling: getUpdates from the cursor on, for accounts whose setting <c>receive</c> is <c>polling</c>.</summary>
internal sealed class TelegramReceiver(ITelegramClient telegram, TelegramUpdateReader updates) : IChannelReceiver
{
    private const int Unauthorized = 401;
    private const int NotFound = 404;
    private const int Conflict = 409;

    /// <summary>Telegram holds the request open that long when there is nothing.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    /// <summary>Another poller, or a webhook, is there: asking often would only disturb it.</summary>
    private static readonly TimeSpan WhileAnotherReceives = TimeSpan.FromMinutes(1);

    public string ChannelId => "telegram";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) => account.Setting(Connections.ReceiveSetting) == "polling" ? TelegramIdentity.KeyOf(account) : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var token = account.Secrets(TelegramToken.SecretName)[0];
        long? offset = long.TryParse(sink.Cursor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var stored) ? stored : null;
        var connected = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            // The first answer is wanted at once: it tells whether the token is good.
            var answer = await telegram.GetUpdatesAsync(token, offset, connected ? LongPoll : TimeSpan.Zero, cancellationToken);
            if (answer is not TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Ok { Value: var batch })
                throw FaultOf(answer);
            sink.Heard();
            if (!connected)
                await sink.ConnectedAsync(cancellationToken);
            connected = true;
            foreach (var update in batch)
            {
                offset = update.UpdateId + 1;
                var cursor = offset.Value.ToString(CultureInfo.InvariantCulture);
                await (sink is IRawSink raw
                    ? raw.TakeAsync("update", BodyReader.Of(update.Body), cursor, cancellationToken)
                    : sink.DeliverAsync(updates.Read(update, account, traceParent: null).Messages, cursor, cancellationToken));
            }
        }
    }

    private static ReceiverException FaultOf(TelegramAnswer<IReadOnlyList<TelegramUpdate>> answer) => answer switch
    {
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused { Code: Unauthorized or NotFound } refused => new(refused.Description, isFatal: true),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused { Code: Conflict } refused => new(refused.Description, retryAfter: WhileAnotherReceives, isConflict: true),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused refused => new(refused.Description, retryAfter: refused.RetryAfter),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.NotSent away => new(away.Error),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Lost lost => new(lost.Error),
        _ => new("answer_not_understood"),
    };
}
