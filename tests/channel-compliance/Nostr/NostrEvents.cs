using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Nostr;

public sealed class NostrEvents : IDisposable
{
    private readonly ChannelsHost _host = new();
    private readonly ChannelAccount _account = Accounts.Of("nostr", new() { ["publicKey"] = Signed.BotPublic });

    private IChannelAdapter Adapter => _host.Adapter("nostr");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Only_what_nip_01_names_is_escaped() => Assert.Equal(
        "[0,\"" + new string('a', 64) + "\",1,1,[[\"t\",\"a\\\"b\"],[]],\"<b>'+\u2028é😀\\n\\r\\t\\b\\f\\\\\u0001\"]",
        new NostrEvent(new string('a', 64), 1, 1, [["t", "a\"b"], []], "<b>'+\u2028é😀\n\r\t\b\f\\\u0001").Canonical());

    [Theory]
    [InlineData("plain")]
    [InlineData(" blanks count ")]
    [InlineData("<tag> & 'quotes' + \"more\" \\ \u2028 é 😀 \n\t")]
    public async Task A_right_event_passes_whatever_its_text(string content) =>
        Assert.IsType<Authenticity.Unsigned>(await AuthenticateAsync(Signed.Event(content, tags: [["p", Signed.BotPublic], ["t", "<'+>"]])));

    [Theory]
    [InlineData("content", "other text", "nostr_event_id_invalid")]
    [InlineData("id", "0000000000000000000000000000000000000000000000000000000000000000", "nostr_event_id_invalid")]
    [InlineData("sig", "00", "nostr_signature_invalid")]
    public async Task A_changed_event_does_not_pass(string field, string value, string reason)
    {
        var said = Signed.Event("text");
        said[field] = value;

        Assert.Equal(reason, Assert.IsType<Authenticity.Failed>(await AuthenticateAsync(said)).Reason);
    }

    [Fact]
    public async Task Anothers_signature_does_not_pass()
    {
        var said = Signed.Event("text");
        said["sig"] = Signed.Event("text", key: Signed.BotKey)["sig"]!.DeepClone();

        Assert.Equal("nostr_signature_invalid", Assert.IsType<Authenticity.Failed>(await AuthenticateAsync(said)).Reason);
    }

    [Fact]
    public async Task A_right_event_does_not_replace_the_accounts_token()
    {
        var account = Accounts.Of("nostr", null, null, ("ingressToken", ["token"]));

        Assert.Equal("nostr_token_invalid", Assert.IsType<Authenticity.Failed>(
            await Adapter.AuthenticateAsync(Requests.Of("nostr", Signed.Event("text")), account, CancellationToken.None)).Reason);
    }

    [Fact]
    public async Task Without_the_library_a_signed_event_is_refused_and_nothing_breaks()
    {
        using var missing = new LibSecp256k1("libdoes-not-exist.so.9");
        var adapter = new NostrAdapter(new NostrReader(_host.Get<Envelopes>()), new NostrProof(missing), missing);

        Assert.Equal(ReasonCodes.AdapterAuthFailed, Assert.IsType<Authenticity.Failed>(
            await adapter.AuthenticateAsync(Requests.Of("nostr", Signed.Event("text")), _account, CancellationToken.None)).Reason);
        Assert.Null(adapter.Normalize(Requests.Of("nostr", Signed.Event("text")), _account).Reason);
    }

    [Fact]
    public void A_note_begins_a_conversation_and_its_answers_stay_in_it()
    {
        var note = Signed.Event("hello", tags: [["p", Signed.BotPublic]]);
        var root = note["id"]!.GetValue<string>();
        var answer = Signed.Event("more", tags: [["e", root, "", "root"], ["e", new string('b', 64), "", "reply"], ["p", Signed.BotPublic]]);

        var (first, second) = (Read.One(Normalize(note)), Read.One(Normalize(answer)));
        Assert.Equal((root, InboundEvents.Mentioned, null), (first.ConversationId, first.Event, first.ReplyToProviderMessageId));
        Assert.Equal((root, new string('b', 64)), (second.ConversationId, second.ReplyToProviderMessageId));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(1059)]
    public void Encrypted_and_other_kinds_are_not_supported(int kind) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Signed.Event("x", kind: kind)));

    [Fact]
    public void Our_own_note_comes_back_to_nobody() => Read.Nothing(ReasonCodes.SelfMessage, Normalize(Signed.Event("mine", key: Signed.BotKey)));

    private ValueTask<Authenticity> AuthenticateAsync(JsonObject said) => Adapter.AuthenticateAsync(Requests.Of("nostr", said), _account, CancellationToken.None);

    private Normalization Normalize(JsonObject said) => Adapter.Normalize(Requests.Of("nostr", said), _account);
}
