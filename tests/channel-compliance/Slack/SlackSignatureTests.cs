using System.Text;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Slack;

public sealed class SlackSignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private const string Command =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1531420618);

    // docs.slack.dev/authentication/verifying-requests-from-slack, the page's worked example.
    private static readonly IngressRequest Published = (Requests.Of("slack", Command) with { ContentType = "application/x-www-form-urlencoded" })
        .WithHeader("x-slack-request-timestamp", "1531420618")
        .WithHeader("x-slack-signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");

    [Fact]
    public async Task Takes_the_published_example() => Assert.IsType<Authenticity.Authentic>(await CheckAsync(Published, SignedAt));

    [Theory]
    [InlineData(299, null)]
    [InlineData(-299, null)]
    [InlineData(301, "slack_timestamp_out_of_window")]
    [InlineData(-301, "slack_timestamp_out_of_window")]
    public async Task A_signature_holds_for_five_minutes_either_way(int seconds, string? reason) =>
        Assert.Equal(reason, (await CheckAsync(Published, SignedAt.AddSeconds(seconds)) as Authenticity.Failed)?.Reason);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1531420618")]
    [InlineData("1531420618.0")]
    [InlineData("99999999999999999999")]
    public async Task A_time_that_is_none_is_refused(string timestamp) => Assert.Equal(
        new Authenticity.Failed("slack_timestamp_invalid"), await CheckAsync(Published.WithHeader("x-slack-request-timestamp", timestamp), SignedAt));

    [Fact]
    public async Task The_time_is_signed_too() => Assert.Equal(
        new Authenticity.Failed("slack_signature_invalid"), await CheckAsync(Published.WithHeader("x-slack-request-timestamp", "1531420619"), SignedAt));

    [Fact]
    public async Task A_body_spaced_otherwise_passes_with_its_own_signature()
    {
        var request = SlackCompliance.Signed(Requests.Of("slack", "{ \"event\" :{\"text\" : \"hi\",\"channel\":\"D1\"}\n}"), Secret, SignedAt);

        Assert.IsType<Authenticity.Authentic>(await CheckAsync(request, SignedAt));
    }

    [Fact]
    public void A_signature_holds_for_no_other_bytes() => Properties.Check(
        Prop.ForAll(Json.Bytes, bytes => bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Command))
            || CheckAsync(Published with { Body = bytes }, SignedAt).AsTask().GetAwaiter().GetResult() is Authenticity.Failed { Reason: "slack_signature_invalid" }),
        300);

    [Fact]
    public async Task Without_a_signing_secret_a_bridges_signature_is_checked()
    {
        var account = Accounts.Of("slack", new() { ["webhookSecret"] = "bridge" });
        using var host = new ChannelsHost();
        var request = Requests.Of("slack", "{}");

        Assert.IsType<Authenticity.Authentic>(await host.Adapter("slack").AuthenticateAsync(request.SignedGenerically("bridge"), account, default));
        Assert.Equal(new Authenticity.Failed("signature_invalid"), await host.Adapter("slack").AuthenticateAsync(request, account, default));
    }

    private static ValueTask<Authenticity> CheckAsync(IngressRequest request, DateTimeOffset now)
    {
        using var host = new ChannelsHost(time: new ManualTime(now));
        return host.Adapter("slack").AuthenticateAsync(request, Accounts.Of("slack", null, null, ("signingSecret", [Secret])), default);
    }
}
