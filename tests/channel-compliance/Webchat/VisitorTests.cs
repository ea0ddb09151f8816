using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Webchat;

public sealed class VisitorTests : IDisposable
{
    private const string Claims = """{"text":"hi","senderId":"somebody-else","conversationId":"room-1","id":"m-1"}""";
    private static readonly ChannelAccount Account = Accounts.Of("webchat", null, null, ("ingressToken", ["relay"]));

    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly ChannelsHost _host;

    public VisitorTests() => _host = new(time: _time);

    private IChannelAdapter Adapter => _host.Adapter("webchat");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_visitor_speaks_for_itself_whatever_the_body_claims()
    {
        var request = WithToken(Issue("visitor-1"));

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request));
        var message = Read.One(Adapter.Normalize(request, Account));

        Assert.Equal(("visitor-1", "dm:visitor-1", InboundEvents.DirectMessage), (message.SenderId, message.ConversationId, message.Event));
    }

    [Fact]
    public void Visitors_number_their_messages_alike_and_are_told_apart() => Assert.NotEqual(
        Read.One(Adapter.Normalize(WithToken(Issue("visitor-1")), Account)).DedupeKey,
        Read.One(Adapter.Normalize(WithToken(Issue("visitor-2")), Account)).DedupeKey);

    [Fact]
    public void A_relay_speaks_for_whom_it_names()
    {
        var message = Read.One(Adapter.Normalize(WithToken("relay"), Account));

        Assert.Equal(("somebody-else", "room-1", InboundEvents.Received), (message.SenderId, message.ConversationId, message.Event));
    }

    [Fact]
    public async Task A_token_ends()
    {
        var request = WithToken(Issue("visitor-1"));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(new Authenticity.Failed("webchat_token_invalid"), await Authenticate(request));
    }

    [Fact]
    public void A_token_that_ends_between_check_and_reading_still_names_its_visitor()
    {
        var request = WithToken(Issue("visitor-1"));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("visitor-1", Read.One(Adapter.Normalize(request, Account)).SenderId);
    }

    [Fact]
    public async Task No_changed_token_is_taken()
    {
        var token = Issue("visitor-1");
        for (var i = 0; i < token.Length; i++)
        {
            var changed = WithToken($"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}");
            Assert.IsType<Authenticity.Failed>(await Authenticate(changed));
            if (i >= VisitorToken.Prefix.Length)
                Read.Nothing(ReasonCodes.NormalizeFailed, Adapter.Normalize(changed, Account));
        }
    }

    [Fact]
    public async Task A_token_is_good_for_its_own_account_and_key_only()
    {
        var foreign = _host.Visitors.Issue(Guid.Empty, "visitor-1", TimeSpan.FromMinutes(5));
        using var other = new ChannelsHost(options => options.VisitorTokenKey = new byte[32], _time);

        Assert.IsType<Authenticity.Failed>(await Authenticate(WithToken(foreign)));
        Assert.IsType<Authenticity.Failed>(await Authenticate(WithToken(other.Visitors.Issue(Account.Id, "visitor-1", TimeSpan.FromMinutes(5)))));
    }

    [Fact]
    public async Task A_forged_token_is_refused_even_where_unsigned_requests_are_served() =>
        Assert.IsType<Authenticity.Failed>(await Adapter.AuthenticateAsync(WithToken("wcv1.a.b.c.d"), Accounts.Of("webchat"), CancellationToken.None));

    [Fact]
    public void Without_a_key_there_are_no_tokens()
    {
        using var host = new ChannelsHost(options => options.VisitorTokenKey = default, _time);

        Assert.Throws<InvalidOperationException>(() => host.Visitors.Issue(Account.Id, "visitor-1", TimeSpan.FromMinutes(5)));
        Assert.False(host.Visitors.TryVerify(Issue("visitor-1"), Account.Id, out _));
    }

    private string Issue(string visitor) => _host.Visitors.Issue(Account.Id, visitor, TimeSpan.FromMinutes(10));

    private static IngressRequest WithToken(string token) => Requests.Of("webchat", Claims).WithHeader("authorization", "Bearer " + token);

    private ValueTask<Authenticity> Authenticate(IngressRequest request) => Adapter.AuthenticateAsync(request, Account, CancellationToken.None);
}
