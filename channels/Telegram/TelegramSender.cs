using System.Globalization;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Sends as the account's bot; its token is the account secret <c>botToken</c>.</summary>
internal sealed class TelegramSender(ITelegramClient telegram, IOptions<ChannelOptions> options) : IChannelSender
{
    private static readonly ChannelDescriptor Descriptor = ChannelCatalog.Get("telegram");

    public string ChannelId => Descriptor.Id;

    public async ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (IsStub(account))
            return new SendResult.Sent($"stub-{message.EntryId}");
        if (account.Secrets(TelegramToken.SecretName) is not [var token, ..])
            return new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut);
        if (string.IsNullOrWhiteSpace(message.Text))
            return new SendResult.Refused("telegram_text_empty");
        if (message.Text.Length > Descriptor.Capabilities.MaxTextLength)
            return new SendResult.Refused("telegram_text_too_long");

        var text = new TelegramText(message.ConversationId, message.Text, NumberOf(message.ThreadId), NumberOf(message.ReplyToProviderMessageId));
        var answer = await telegram.SendMessageAsync(token, text, cancellationToken);
        // Refused for its address only, so nothing was sent yet.
        if (answer is TelegramAnswer<long>.Refused { MigrateToChatId: { } chat })
            answer = await telegram.SendMessageAsync(token, text with { ChatId = chat.ToString(CultureInfo.InvariantCulture) }, cancellationToken);
        return ResultOf(answer);
    }

    private bool IsStub(ChannelAccount account) => options.Value.Transport == TransportMode.Stub || account.Setting("transport") == "stub";

    private static long? NumberOf(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static SendResult ResultOf(TelegramAnswer<long> answer) => answer switch
    {
        TelegramAnswer<long>.Ok { Value: var id } => new SendResult.Sent(id.ToString(CultureInfo.InvariantCulture)),
        TelegramAnswer<long>.Refused refused => ResultOf(refused),
        TelegramAnswer<long>.NotSent { Error: var error } => new SendResult.Retry("telegram_" + error, null, CountsAsAttempt: false),
        TelegramAnswer<long>.Lost { Error: var error } => new SendResult.Unknown("telegram_" + error),
        _ => new SendResult.Unknown("telegram_answer_not_understood"),
    };

    private static SendResult ResultOf(TelegramAnswer<long>.Refused refused)
    {
        var error = $"telegram_{refused.Code}: {refused.Description}";
        return refused.Code switch
        {
            429 or 503 => new SendResult.Retry(error, refused.RetryAfter, CountsAsAttempt: false),
            408 or 409 or >= 500 => new SendResult.Retry(error, refused.RetryAfter, CountsAsAttempt: true),
            // The token is part of the path: an unknown one is unauthorized, a malformed one not found.
            401 or 404 => new SendResult.Refused(error, AccountFault: true),
            _ => new SendResult.Refused(error),
        };
    }
}
