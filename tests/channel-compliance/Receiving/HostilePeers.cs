using System.Security.Cryptography;
using System.Text;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Receiving;

/// <summary>What a daemon, relay, ship or bridge sends that is not what it should be.</summary>
public sealed class HostilePeers : IDisposable
{
    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Facts_of_a_ship_are_read_without_fault() => Properties.Check(
        Prop.ForAll(Json.Objects, json => Parsed(json) is not { } fact || IsWhole(_host.Get<TlonFacts>().Read(fact, Accounts.Of("tlon"), "~zod"))), 3000);

    [Fact]
    public void Events_of_a_homeserver_are_read_without_fault() => Properties.Check(
        Prop.ForAll(
            Json.Objects,
            json => Parsed(json) is not { } said
                || IsWhole(_host.Get<MatrixEventReader>().Read(said, default, Requests.Of("matrix", "{}"), Accounts.Of("matrix"), DirectRooms.Of(Accounts.Of("matrix"), said)))),
        3000);

    [Fact]
    public void Events_of_a_relay_are_judged_without_fault() => Properties.Check(
        Prop.ForAll(Json.Objects, json => Parsed(json) is not { } said || _host.Get<NostrProof>().Fault(said) is not null), 3000);

    [Theory]
    [InlineData("signal")]
    [InlineData("bluebubbles")]
    public void A_bridges_signature_is_over_the_bytes_as_they_came(string channel) => Properties.Check(
        Prop.ForAll(Json.Objects, json =>
        {
            var account = Accounts.Of(channel, null, null, ("webhookSecret", ["right"]));
            var spaced = "  " + json + " \n";
            var request = Requests.Of(channel, spaced).WithHeader(
                $"x-{channel}-signature", Convert.ToHexStringLower(HMACSHA256.HashData("right"u8, Encoding.UTF8.GetBytes(spaced))));
            return Check(request, account) is Authenticity.Authentic && Check(request.WithBody(json), account) is Authenticity.Failed;
        }),
        200);

    [Fact]
    public async Task A_line_without_an_end_ends_the_connection()
    {
        using var stream = new MemoryStream(new byte[5000]);

        var fault = await Assert.ThrowsAsync<ReceiverException>(() => new LineReader(stream, 1000, () => { }).ReadAsync(CancellationToken.None));
        Assert.Equal("line_too_long", fault.Message);
    }

    [Fact]
    public async Task Events_are_read_however_they_are_cut()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(":hello\r\n\r\nid: 7\r\ndata: one\r\ndata:two\r\n\r\nevent: x\n\ndata\n\ndata: cut off"));
        var events = new EventStream(new LineReader(stream, 1000, () => { }), 1000);

        Assert.Equal(new StreamEvent("7", "one\ntwo"), await events.ReadAsync(CancellationToken.None));
        Assert.Equal(new StreamEvent(null, ""), await events.ReadAsync(CancellationToken.None));
        Assert.Null(await events.ReadAsync(CancellationToken.None));
    }

    private Authenticity Check(IngressRequest request, ChannelAccount account) =>
        _host.Adapter(request.ChannelId).AuthenticateAsync(request, account, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static BodyReader? Parsed(string json) => JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var body) ? body : null;

    private static bool IsWhole(Normalization read) => (read.Reason is null) == (read.Messages.Length > 0)
        && read.Messages.All(message => Json.IsStorableText(message.Text) && message.DedupeKey.Length is > 0 and <= 512);
}
