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

    private static string Of(string secret) => WebhookSignature.Of([secret], "id", DateTimeOffset.UnixEpoch, "{}"u8);
}
