using System.Globalization;

namespace Vespid.Channels;

/// <summary>
/// The server's WebSocket, for accounts whose setting <c>receive</c> is <c>socket</c>. Source: developers.mattermost.com/api-documentation, WebSocket, and
/// the server's reliable connections (connection id and sequence number).
/// </summary>
internal sealed class MattermostReceiver(MattermostApi mattermost, VendorSockets sockets, MattermostReader reader, TimeProvider time) : IChannelReceiver
{
    private const int MaxMessage = 4 * 1024 * 1024;

    public string ChannelId => "mattermost";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) =>
        Connections.Wants(account) && MattermostApi.IsConfigured(account)
            ? "mattermost:" + Connections.Fingerprint($"{account.Setting(VendorApi.BaseUrlSetting)} {account.Secrets(MattermostApi.TokenName)[0]}")
            : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        if (!mattermost.TryUrl(account, "websocket", out var url))
            throw new ReceiverException("mattermost_base_url_refused", isFatal: true);
        var place = MattermostPlace.Parse(sink.Cursor);
        await using var socket = await sockets.OpenAsync(WithPlace(url!, place), MaxMessage, default, cancellationToken);
        await new MattermostConnection(socket, account, sink, reader, time).RunAsync(place, cancellationToken);
    }

    private static Uri WithPlace(Uri url, MattermostPlace? place) => new UriBuilder(url)
    {
        Query = place is null
            ? "connection_id=&sequence_number=0"
            : string.Create(CultureInfo.InvariantCulture, $"connection_id={Uri.EscapeDataString(place.ConnectionId)}&sequence_number={place.Next}"),
    }.Uri;
}
