using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

public abstract partial class ChannelCompliance
{
    private IngressRequest Unsigned => Requests.Of(ChannelId, SampleOf("hi").Body);

    [Fact]
    public async Task Takes_the_right_secret() =>
        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Unsigned, Secret), AccountWith(Secret)));

    [Theory]
    [InlineData("wrong-secret-value")]
    [InlineData("right-secret-valuE")]
    [InlineData("right-secret-value ")]
    [InlineData("right-secret-valu")]
    [InlineData("x")]
    public async Task Refuses_a_wrong_secret(string wrong) =>
        Assert.Equal(InvalidReason, Failure(await Authenticate(Sign(Unsigned, wrong), AccountWith(Secret))));

    [Fact]
    public async Task Refuses_a_missing_proof() => Assert.Equal(MissingReason, Failure(await Authenticate(Unsigned, AccountWith(Secret))));

    [Fact]
    public async Task Takes_both_secrets_while_one_is_rotated()
    {
        var account = AccountWith("new-secret", "old-secret");

        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Unsigned, "new-secret"), account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Unsigned, "old-secret"), account));
        Assert.Equal(InvalidReason, Failure(await Authenticate(Sign(Unsigned, "older-secret"), account)));
    }

    [Fact]
    public async Task Reads_the_secret_from_metadata_when_the_account_has_no_other()
    {
        var metadata = new System.Text.Json.Nodes.JsonObject { [SecretName] = StoredFor("from-metadata") };
        var plain = Accounts.Of(ChannelId, metadata);
        var replaced = Accounts.Of(ChannelId, metadata, null, (SecretName, [StoredFor(Secret)]));

        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Unsigned, "from-metadata"), plain));
        Assert.Equal(InvalidReason, Failure(await Authenticate(Sign(Unsigned, "from-metadata"), replaced)));
    }

    [Fact]
    public async Task Says_that_nothing_was_proven_when_there_is_no_secret()
    {
        Assert.IsType<Authenticity.Unsigned>(await Authenticate(Unsigned, AccountWith()));
        Assert.IsType<Authenticity.Unsigned>(await Authenticate(Sign(Unsigned, Secret), AccountWith()));
    }

    [Fact]
    public async Task Authenticity_does_not_depend_on_what_the_body_says()
    {
        var account = AccountWith(Secret);

        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Requests.Of(ChannelId, "{}"), Secret), account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(Sign(Requests.Of(ChannelId, [0xff, 0x00]), Secret), account));
        Assert.Equal(MissingReason, Failure(await Authenticate(Requests.Of(ChannelId, "{}"), account)));
    }

    [Fact]
    public void A_message_is_no_handshake() => Assert.Null(Adapter.Handshake(Sign(Unsigned, Secret), AccountWith(Secret)));

    private static string Failure(Authenticity authenticity) => Assert.IsType<Authenticity.Failed>(authenticity).Reason;
}
