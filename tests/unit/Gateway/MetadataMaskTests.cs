using Vespid.Channels;
using Vespid.Gateway.Channels;

namespace Vespid.Tests.Unit.Gateway;

public sealed class MetadataMaskTests
{
    [Fact]
    public void Every_key_that_a_channel_calls_secret_is_masked() =>
        Assert.All(ChannelCatalog.All.SelectMany(channel => channel.MetadataSpecs), spec => Assert.True(MetadataMask.IsSecret(spec.Key), spec.Key));

    [Theory]
    [InlineData("verification_token")]
    [InlineData("botToken")]
    [InlineData("BOT-TOKEN")]
    [InlineData("encryptKey")]
    [InlineData("token")]
    [InlineData("clientSecret")]
    [InlineData("guidPassword")]
    public void So_are_the_names_that_vendors_use(string key) => Assert.True(MetadataMask.IsSecret(key));

    [Theory]
    [InlineData("sessionBridgeEnabled")]
    [InlineData("defaultSessionId")]
    [InlineData("allowedOrigins")]
    [InlineData("tokenizer")]
    [InlineData("spin")]
    [InlineData("botId")]
    public void What_is_no_secret_stays(string key) => Assert.False(MetadataMask.IsSecret(key));

    [Fact]
    public void Secrets_are_masked_however_deep_and_of_any_kind()
    {
        var masked = MetadataMask.Apply("""{"signingSecret":"s3cret","n":1,"relay":{"token":17,"list":[{"password":{"x":"y"}},"plain"]},"appSecret":null}""");
        Assert.Equal(
            """{"signingSecret":"********","n":1,"relay":{"token":"********","list":[{"password":"********"},"plain"]},"appSecret":null}""",
            masked.GetRawText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Nothing_to_mask_is_an_empty_object(string metadata) => Assert.Equal("{}", MetadataMask.Apply(metadata).GetRawText());
}
