using System.Text;
using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

/// <summary>Only a body that calls itself JSON and is not gets 400; what a channel merely does not understand gets its reason.</summary>
public sealed class JsonClaimTests
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData(" application/json ;charset=utf-8", true)]
    [InlineData("application/cloudevents+json", true)]
    [InlineData("application/cloudevents+JSON;v=1", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain; application/json", false)]
    [InlineData("application/jsonlines", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData(";application/json", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_a_media_type_of_JSON_claims_it(string? contentType, bool claims) => Assert.Equal(claims, IsBroken(contentType, "{"));

    [Theory]
    [InlineData("{}", false)]
    [InlineData("[1,2]", false)]
    [InlineData(" 17 ", false)]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("{", true)]
    [InlineData("{} {}", true)]
    [InlineData("""{"a":1,}""", true)]
    [InlineData("hello", true)]
    public void The_claim_holds_when_the_whole_body_is_one_value(string body, bool broken) => Assert.Equal(broken, IsBroken("application/json", body));

    [Fact]
    public void Depth_breaks_no_claim() => Assert.False(IsBroken("application/json", new string('[', 5_000) + new string(']', 5_000)));

    [Theory]
    [InlineData("POST", false, true)]
    [InlineData("POST", true, true)]
    [InlineData("PUT", true, true)]
    [InlineData("PUT", false, false)]
    [InlineData("GET", true, false)]
    public void Messages_come_by_post_and_by_put_below_the_accounts_path(string method, bool below, bool takes) => Assert.Equal(
        takes,
        IngressMethods.TakesMessages(Request(null, "") with
        {
            Method = method,
            Headers = below ? new Dictionary<string, string> { ["x-vespid-subpath"] = "transactions/1" } : None,
        }));

    private static bool IsBroken(string? contentType, string body) => JsonClaim.IsBroken(Request(contentType, body));

    private static IngressRequest Request(string? contentType, string body) =>
        new("POST", "generic", "main", null, contentType, None, None, Encoding.UTF8.GetBytes(body), null, null);
}
