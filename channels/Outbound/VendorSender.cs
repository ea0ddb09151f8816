using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>What the senders of vendors' APIs have in common: the checks before a call, and the meaning of a call that got no answer.</summary>
internal abstract class VendorSender(string channelId, IOptions<ChannelOptions> options) : IChannelSender
{
    private const int MaxErrorText = 200;

    public string ChannelId => channelId;

    public virtual bool UsesConnection => false;

    private ChannelCapabilities Capabilities { get; } = ChannelCatalog.Get(channelId).Capabilities;

    /// <summary>How the channel names itself in errors.</summary>
    private string Prefix { get; } = ChannelCatalog.Get(channelId).ReasonPrefix;

    public async ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (options.Value.Transport == TransportMode.Stub || account.Setting("transport") == "stub")
            return new SendResult.Sent($"stub-{message.EntryId}");
        if (!IsConfigured(account))
            return new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut);
        if (string.IsNullOrWhiteSpace(message.Text))
            return Refused("text_empty");
        if (TextCut.Measure(message.Text, Capabilities.TextUnit) > Capabilities.MaxTextLength)
            return Refused("text_too_long");
        return await SendNativelyAsync(message with { Text = SafeText.Of(message.Text) }, account, cancellationToken);
    }

    /// <summary>Whether the account holds the credentials to send with.</summary>
    protected abstract bool IsConfigured(ChannelAccount account);

    protected abstract Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken);

    protected SendResult.Refused Refused(string error, bool accountFault = false) => new($"{Prefix}_{error}", accountFault);

    protected SendResult.Retry Retry(string error, TimeSpan? after, bool counts) => new($"{Prefix}_{error}", after, counts);

    protected SendResult.Unknown Unknown(string error) => new($"{Prefix}_{error}");

    protected SendResult.Refused BaseUrlRefused() => Refused("base_url_refused", accountFault: true);

    /// <summary>What became of a call that has no answer to read.</summary>
    protected SendResult WithoutAnswer(PostResult result) => result switch
    {
        PostResult.NotSent { Error: "credential_malformed" } => Refused("credential_malformed", accountFault: true),
        PostResult.NotSent { Error: var error } => Retry(error, null, counts: false),
        PostResult.Lost { Error: var error } => Unknown(error),
        _ => BaseUrlRefused(),
    };

    /// <summary>The meaning of an HTTP status where the vendor gives it no other. 2xx must have been dealt with.</summary>
    protected SendResult OfStatus(PostResult.Answered answer, string? detail = null) => answer.Status switch
    {
        429 or 503 => Retry(Error(answer, detail), answer.RetryAfter, counts: false),
        408 or 425 or >= 500 => Retry(Error(answer, detail), answer.RetryAfter, counts: true),
        401 => Refused(Error(answer, detail), accountFault: true),
        _ => Refused(Error(answer, detail)),
    };

    private static string Error(PostResult.Answered answer, string? detail) =>
        detail is null ? $"{answer.Status}" : $"{answer.Status}: {SafeText.Cut(SafeText.Of(detail), MaxErrorText)}";
}
