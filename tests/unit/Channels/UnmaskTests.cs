using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

/// <summary>An operator who saves what was shown must not lose the secrets that were not.</summary>
public sealed class UnmaskTests
{
    [Theory]
    [InlineData("""{"token":"********","n":2}""", """{"token":"s3cret","n":1}""", """{"token":"s3cret","n":2}""")]
    [InlineData("""{"token":"new"}""", """{"token":"s3cret"}""", """{"token":"new"}""")]
    [InlineData("""{"n":1}""", """{"token":"s3cret"}""", """{"n":1}""")]
    [InlineData("""{"token":"********"}""", """{"token":{"a":[1]}}""", """{"token":{"a":[1]}}""")]
    [InlineData("""{"token":"********"}""", """{"token":null}""", """{"token":null}""")]
    [InlineData("""{"a":{"token":"********","b":true}}""", """{"a":{"token":"s3cret"}}""", """{"a":{"token":"s3cret","b":true}}""")]
    [InlineData("""{"l":[{"token":"********"},{"token":"********"}]}""", """{"l":[{"token":"one"},{"token":"two"}]}""", """{"l":[{"token":"one"},{"token":"two"}]}""")]
    [InlineData("""{"l":[[{"token":"********"}],1,"x",null]}""", """{"l":[[{"token":"one"}]]}""", """{"l":[[{"token":"one"}],1,"x",null]}""")]
    public void A_mask_means_the_stored_value(string next, string stored, string merged) => Assert.Equal(merged, AccountRules.Unmask(next, stored));

    [Theory]
    [InlineData("""{"token":"********","n":1}""", """{}""", """{"n":1}""")]
    [InlineData("""{"a":{"token":"********"}}""", """{"a":"text"}""", """{"a":{}}""")]
    [InlineData("""{"a":{"token":"********"}}""", """{"a":[{"token":"s3cret"}]}""", """{"a":{}}""")]
    [InlineData("""{"l":[{"token":"********"},{"token":"********"}]}""", """{"l":[{"token":"one"}]}""", """{"l":[{"token":"one"},{}]}""")]
    [InlineData("""{"l":[{"token":"********"}]}""", """{"l":{"token":"s3cret"}}""", """{"l":[{}]}""")]
    public void A_mask_over_nothing_is_left_out(string next, string stored, string merged) => Assert.Equal(merged, AccountRules.Unmask(next, stored));
}
