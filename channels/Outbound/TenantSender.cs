using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>What the senders have in common that speak to a server only the account can name.</summary>
internal abstract class TenantSender(string channelId, TenantHttp http, IOptions<ChannelOptions> options) : VendorSender(channelId, options)
{
    protected TenantHttp Http => http;

    protected sealed override bool IsConfigured(ChannelAccount account) => account.Setting(VendorApi.BaseUrlSetting) is not null && HasCredentials(account);

    protected abstract bool HasCredentials(ChannelAccount account);

    protected sealed override Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken) =>
        http.BaseOf(account) is { } root ? SendAsync(message, account, root, cancellationToken) : Task.FromResult<SendResult>(BaseUrlRefused());

    /// <param name="root">The account's server.</param>
    protected abstract Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken);

    protected static bool IsSuccess(PostResult.Answered answer) => answer.Status is >= 200 and < 300;

    /// <summary>Default when there is no body, or one that is no JSON object.</summary>
    protected static BodyReader Understand(PostResult.Answered answer) =>
        answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var read) ? read : default;
}
