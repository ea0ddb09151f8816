using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Unit.Gateway;
using Vespid.Tests.Unit.Runtime;

namespace Vespid.Tests.Unit.Delivery;

/// <summary>Two silos write and one of them leads: a reply whose lane lives in the other leaves over the connection that the leader has.</summary>
public sealed class ConnectionHostTests : IAsyncLifetime
{
    private static readonly AccountSnapshot Account = Accounts.Of() with { ChannelId = "irc" };
    private static readonly SendResult Later = new SendResult.Retry("CONNECTION_AWAY", TimeSpan.FromSeconds(2), CountsAsAttempt: false);

    private static readonly OutboxEntry Entry = new(
        Guid.AllBitsSet, "lane", OutboundEntries.Reply, Account.Organization.Id, Account.Id, "#ops", OutboundPayload.Write(new OutboundPayload("hello", "m-1", "t-1")),
        LaneStatus.Sending, 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, Guid.AllBitsSet, 4, null, null, DateTimeOffset.UnixEpoch, null);

    private readonly FakeLease _leaderLease = new();
    private readonly FakeLease _otherLease = new() { IsLeader = false };
    private readonly RecordingSender _leaderSender = new("irc", usesConnection: true);
    private readonly RecordingSender _otherSender = new("irc", usesConnection: true);
    private GrainHost _host = null!;

    private IGrainFactory Grains => _host.Grains;

    public async Task InitializeAsync() => _host = await GrainHost.StartAsync(static _ => { }, isStrict: true);

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_sent_by_the_leader()
    {
        await AnnounceAsync();
        Assert.Equal(new SendResult.Sent("1"), await SendAsync());
        Assert.Equal(
            new OutboundMessage(Entry.Id, Entry.OrganizationId, "#ops", "hello", "m-1", "t-1", Entry.SessionId, 4, OutboundEntries.Reply),
            Assert.Single(_leaderSender.Sent));
        Assert.Empty(_otherSender.Sent);
    }

    [Fact]
    public async Task The_leader_itself_sends_without_asking_anybody()
    {
        _otherLease.IsLeader = true;
        Assert.Equal(new SendResult.Sent("1"), await SendAsync());
        Assert.Single(_otherSender.Sent);
    }

    [Fact]
    public async Task A_channel_that_needs_no_connection_sends_where_its_lane_is()
    {
        await AnnounceAsync();
        var sender = new RecordingSender("irc", usesConnection: false);
        Assert.Equal(new SendResult.Sent("1"), await SendAsync(sender));
        Assert.Single(sender.Sent);
        Assert.Empty(_leaderSender.Sent);
    }

    [Fact]
    public async Task Before_anybody_leads_it_waits_and_costs_nothing() => Assert.Equal(Later, await SendAsync());

    [Fact]
    public async Task One_that_leads_no_more_sends_nothing_and_its_successor_does()
    {
        await AnnounceAsync();
        _leaderLease.IsLeader = false;
        Assert.Equal(Later, await SendAsync());
        await AnnounceAsync();
        Assert.Equal(Later, await SendAsync());
        Assert.Empty(_leaderSender.Sent);

        await AnnounceAsync(new FakeLease());
        Assert.Equal(new SendResult.Sent("1"), await SendAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_what_may_have_been_written_is_in_doubt(bool mayHaveBeenWritten)
    {
        await Grains.GetGrain<IConnectionHostGrain>(0).Announce(new EndedHost(mayHaveBeenWritten));
        Assert.Equal(mayHaveBeenWritten ? new SendResult.Unknown("CONNECTION_AWAY") : Later, await SendAsync());
    }

    [Fact]
    public async Task What_was_given_up_before_it_was_written_is_tried_again()
    {
        await AnnounceAsync();
        _leaderSender.Answer = () => throw new OperationCanceledException();
        Assert.Equal(Later, await SendAsync());
    }

    [Fact]
    public async Task What_the_sender_says_arrives_as_it_was_said()
    {
        await AnnounceAsync();
        foreach (var result in (SendResult[])
        [
            new SendResult.Sent("id") { MayRepeat = true },
            new SendResult.Retry("busy", TimeSpan.FromSeconds(7), CountsAsAttempt: true),
            new SendResult.Retry("irc_not_connected", null, CountsAsAttempt: false),
            new SendResult.Refused("irc_401"),
            new SendResult.Refused("irc_464", AccountFault: true),
            new SendResult.Unknown("irc_timeout"),
            new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut),
        ])
        {
            _leaderSender.Answer = () => result;
            Assert.Equal(result, await SendAsync());
        }
    }

    /// <summary>As the one that leads does each second.</summary>
    private async Task AnnounceAsync(FakeLease? lease = null)
    {
        lease ??= _leaderLease;
        var host = new ConnectionHost(DirectoryOf(Account), new ChannelAccounts(), SendersOf(_leaderSender), lease, TimeProvider.System);
        await new ConnectionAnnouncer(host, Grains, lease, TimeProvider.System, NullLogger<ConnectionAnnouncer>.Instance).TurnAsync(CancellationToken.None);
    }

    /// <summary>As a lane in the other silo does.</summary>
    private async Task<SendResult> SendAsync(RecordingSender? sender = null)
    {
        var (accounts, ids) = (new ChannelAccounts(), new SteppingIds());
        var (log, commits) = Fake<ICommitLog>.Create();
        commits.On(nameof(ICommitLog.CommitAsync), _ => new ValueTask<CommitOutcome>(new CommitOutcome(CommitStatus.Applied, 1)));
        var notes = new AccountNotes(new ControlCommits(log, ids), DirectoryOf(Account), accounts, [], ids);
        return await new ChannelOutboxSender(
            DirectoryOf(Account), accounts, SendersOf(sender ?? _otherSender), Fake<IRuntimeFlags>.Create().Object, Grains, notes, new SendsElsewhere(Grains), _otherLease)
            .SendAsync(Entry, CancellationToken.None);
    }

    private static ChannelSenders SendersOf(RecordingSender sender) => new(new RecordingSender("webhook", usesConnection: false), [sender]);

    private static IAccountDirectory DirectoryOf(AccountSnapshot account)
    {
        var (directory, control) = Fake<IAccountDirectory>.Create();
        control.On(nameof(IAccountDirectory.GetAsync), _ => new ValueTask<AccountSnapshot?>(account));
        control.On(nameof(IAccountDirectory.Invalidate), _ => null);
        return directory;
    }

    private sealed class RecordingSender(string channelId, bool usesConnection) : IChannelSender
    {
        public List<OutboundMessage> Sent { get; } = [];

        public Func<SendResult> Answer { get; set; } = () => new SendResult.Sent("1");

        public string ChannelId => channelId;

        public bool UsesConnection => usesConnection;

        public ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
        {
            Sent.Add(message);
            return ValueTask.FromResult(Answer());
        }
    }

    /// <summary>One whose process ends while it is asked, or while it sends.</summary>
    private sealed class EndedHost(bool isAsked) : IConnectionHost
    {
        public Task<bool> Leads() => isAsked ? Task.FromResult(true) : throw new TimeoutException();

        public Task<ConnectionAnswer> Send(Guid accountId, ConnectionMessage message) => throw new TimeoutException();
    }
}
