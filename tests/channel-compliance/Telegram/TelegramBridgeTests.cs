using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Telegram;

/// <summary>Bridges post the generic body to a Telegram account.</summary>
public sealed class TelegramBridgeTests : IDisposable
{
    private const string SeedExample = """{"senderId":"u-1","conversationId":"dm:u-1","text":"hello","messageId":"m-1","isDirectMessage":true}""";

    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_runbooks_example_is_a_direct_message()
    {
        var message = Read.One(_host.Adapter("telegram").Normalize(Requests.Of("telegram", SeedExample), Accounts.Of("telegram")));

        Assert.Equal(
            (InboundEvents.DirectMessage, "u-1", "dm:u-1", "hello", "m-1", "m-1"),
            (message.Event, message.SenderId, message.ConversationId, message.Text, message.ProviderMessageId, message.DedupeKey));
    }

    [Fact]
    public async Task A_bridge_may_sign_when_telegram_itself_has_no_secret()
    {
        var account = Accounts.Of("telegram", null, null, ("webhookSecret", ["bridge"]));
        var request = Requests.Of("telegram", SeedExample);

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request.SignedGenerically("bridge"), account));
        Assert.Equal(new Authenticity.Failed(ReasonCodes.SignatureInvalid), await Authenticate(request, account));
    }

    [Fact]
    public async Task A_bridges_signature_does_not_replace_telegrams_secret()
    {
        var account = Accounts.Of("telegram", null, null, ("webhookSecret", ["bridge"]), ("webhookSecretToken", ["own"]));

        Assert.Equal(
            new Authenticity.Failed("telegram_secret_token_invalid"),
            await Authenticate(Requests.Of("telegram", SeedExample).SignedGenerically("bridge"), account));
    }

    private ValueTask<Authenticity> Authenticate(IngressRequest request, ChannelAccount account) =>
        _host.Adapter("telegram").AuthenticateAsync(request, account, CancellationToken.None);
}
