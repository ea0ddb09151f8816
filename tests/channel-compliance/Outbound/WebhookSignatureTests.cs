using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Outbound;

public sealed class WebhookSignatureTests
{
    // The example of the Standard Webhooks specification and of its reference libraries.
    [Fact]
    public void The_published_vector_holds() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void A_secret_of_another_form_is_its_own_bytes() => Assert.NotEqual(Of("plain secret"), Of("plain secrets"));

    [Fact]
    public void The_key_is_the_base64_after_its_prefix_and_else_the_whole_text()
    {
        Assert.Equal(Of("plain"), Of("whsec_" + Convert.ToBase64String("plain"u8)));
        Assert.NotEqual(Of("not base64!"), Of("whsec_not base64!"));
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("whsec_not base64!"u8, "id.0.{}"u8)), Of("whsec_not base64!")[3..]);
    }

    [Fact]
    public void Each_secret_signs_in_its_order() => Assert.Equal(
        $"{Of("new")} {Of("old")}", WebhookSignature.Of(["new", "old"], "id", DateTimeOffset.UnixEpoch, "{}"u8));

    private static string Of(string secret) => WebhookSignature.Of([secret], "id", DateTimeOffset.UnixEpoch, "{}"u8);
}
