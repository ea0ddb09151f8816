using System.Text.Json;
using Vespid.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;

namespace Vespid.Tests.Unit.Delivery;

public sealed class OutboundEntriesTests
{
    private static readonly Guid Organization = Guid.Parse("0190a000-0000-7000-8000-000000000002");
    private static readonly Guid Account = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid Run = Guid.Parse("0190a000-0000-7000-8000-000000000003");
    private static readonly Guid Session = Guid.Parse("0190a000-0000-7000-8000-000000000004");

    private readonly OrderedIds _ids = new(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(56)), new SeededChance(5));

    [Fact]
    public void A_long_text_becomes_one_entry_a_part_in_order_and_in_one_lane()
    {
        var channel = ChannelCatalog.Get("telegram");
        var whole = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"line {i}\n"));

        var entries = OutboundEntries.Text(new OutboundText("reply", Organization, Account, "c", whole, "m-1", "7"), channel, TimeSpan.FromHours(1), _ids);

        Assert.True(entries.Length > 1);
        Assert.Equal(whole, string.Concat(entries.Select(entry => OutboundPayload.Read(entry.Payload).Text)));
        Assert.Equal(entries.Select(entry => entry.Id.ToString()).Order(StringComparer.Ordinal), entries.Select(entry => entry.Id.ToString()));
        Assert.Equal(["0190a000000070008000000000000001|c"], entries.Select(entry => entry.LaneKey).Distinct());
        Assert.All(entries, entry => Assert.Equal(("m-1", "7"), (OutboundPayload.Read(entry.Payload).ReplyToProviderMessageId, OutboundPayload.Read(entry.Payload).ThreadId)));
    }

    [Fact]
    public void An_entry_says_where_it_came_from()
    {
        var text = new OutboundText("reply", Organization, Account, "c", "hi", null, null, Run, Session, 12, "00-1-2-01");

        var entry = Assert.Single(OutboundEntries.Text(text, ChannelCatalog.Get("telegram"), TimeSpan.FromHours(1), _ids));

        Assert.Equal(("reply", Organization, Account, "c"), (entry.Kind, entry.OrganizationId, entry.AccountId, entry.ConversationId));
        Assert.Equal((Run, Session, 12L, "00-1-2-01"), (entry.RunId, entry.SessionId, entry.SessionSeq, entry.TraceParent));
        Assert.Equal(TimeSpan.FromHours(1), entry.TimeToLive);
        Assert.Equal("""{"text":"hi"}""", entry.Payload);
    }

    [Fact]
    public void A_notice_goes_into_the_conversations_own_lane()
    {
        var account = Accounts.Of();

        var notice = OutboundEntries.Notice(Run, account, "c", "Your code is ABC234.", TimeSpan.FromMinutes(5));

        Assert.Equal((Run, "0190a000000070008000000000000001|c", "pairing_notice"), (notice.Id, notice.LaneKey, notice.Kind));
        Assert.Equal((account.Organization.Id, account.Id, "c"), (notice.OrganizationId, notice.AccountId, notice.ConversationId));
        Assert.Equal(("""{"text":"Your code is ABC234."}""", TimeSpan.FromMinutes(5)), (notice.Payload, notice.TimeToLive));
        Assert.Null(notice.SessionId);
    }

    [Fact]
    public void A_payload_that_is_nothing_is_a_fault() =>
        Assert.Equal("An outbox payload is a JSON object.", Assert.Throws<JsonException>(() => OutboundPayload.Read("null")).Message);
}
