using System.Security.Cryptography;
using System.Text;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Reading;

/// <summary>What counts as a proof, wherever a channel asks for one.</summary>
public sealed class ProofTests
{
    private const string Body = """{"text":"hi"}""";

    private static readonly byte[] Code = HMACSHA256.HashData("right"u8, Encoding.UTF8.GetBytes(Body));
    private static readonly IngressRequest Request = Requests.Of("generic", Body);

    [Theory]
    [InlineData("x-token", "t", "t")]
    [InlineData("x-token", "", null)]
    [InlineData("authorization", "Bearer t", "t")]
    [InlineData("authorization", "bearer   t", "t")]
    [InlineData("authorization", "Basic t", null)]
    [InlineData("authorization", "t", null)]
    [InlineData("x-other", "t", null)]
    public void A_token_stands_in_its_header_or_as_a_bearer(string header, string value, string? token) =>
        Assert.Equal(token, SharedSecrets.PresentedToken(Request.WithHeader(header, value), "x-token", "x-token-too"));

    [Fact]
    public void The_first_header_with_a_value_comes_before_the_others()
    {
        var all = Request.WithHeader("x-token", "").WithHeader("x-token-too", "second").WithHeader("authorization", "Bearer third");
        Assert.Equal("second", SharedSecrets.PresentedToken(all, "x-token", "x-token-too"));
        Assert.Equal("third", SharedSecrets.PresentedToken(all));
    }

    [Fact]
    public void Any_secret_that_is_good_now_matches_and_nothing_else_does()
    {
        Assert.True(SharedSecrets.MatchesAny("new", ["new", "old"]));
        Assert.True(SharedSecrets.MatchesAny("old", ["new", "old"]));
        Assert.True(SharedSecrets.MatchesAny("same", ["same", "same"]));
        Assert.False(SharedSecrets.MatchesAny("ol", ["new", "old"]));
        Assert.False(SharedSecrets.MatchesAny("", ["new", "old"]));
        Assert.False(SharedSecrets.MatchesAny(null, ["new", "old"]));
        Assert.False(SharedSecrets.MatchesAny("", []));
    }

    [Fact]
    public void A_signature_is_bare_lower_case_hex_under_any_secret()
    {
        var hex = Convert.ToHexStringLower(Code);
        var bytes = Encoding.UTF8.GetBytes(Body);
        Assert.True(SharedSecrets.SignsBody(hex, bytes, ["right"]));
        Assert.True(SharedSecrets.SignsBody(hex, bytes, ["new", "right"]));
        Assert.True(SharedSecrets.SignsBody(hex, bytes, ["right", "old"]));
        Assert.True(SharedSecrets.SignsBody(hex, bytes, ["right", "right"]));
        Assert.False(SharedSecrets.SignsBody(hex.ToUpperInvariant(), bytes, ["right"]));
        Assert.False(SharedSecrets.SignsBody(hex, [.. bytes, (byte)' '], ["right"]));
        Assert.False(SharedSecrets.SignsBody(hex, bytes, ["wrong"]));
        Assert.False(SharedSecrets.SignsBody(hex, bytes, []));
        Assert.False(SharedSecrets.SignsBody(null, bytes, ["right"]));
    }

    [Fact]
    public void The_signature_of_all_channels_has_two_names()
    {
        var hex = Convert.ToHexStringLower(Code);
        Assert.True(SharedSecrets.HasGenericSignature(Request.WithHeader("x-channel-signature", hex), ["right"]));
        Assert.True(SharedSecrets.HasGenericSignature(Request.WithHeader("x-signature", hex), ["right"]));
        Assert.False(SharedSecrets.HasGenericSignature(Request.WithHeader("x-channel-signature", "0").WithHeader("x-signature", hex), ["right"]));
        Assert.False(SharedSecrets.HasGenericSignature(Request, ["right"]));
    }

    [Fact]
    public void A_vendors_signature_may_have_a_prefix_or_be_base64()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        var (hex, base64) = (Convert.ToHexStringLower(Code), Convert.ToBase64String(Code));
        Assert.True(HmacProof.IsHex("sha256=" + hex, bytes, ["right", "old"], "sha256="));
        Assert.True(HmacProof.IsHex("sha256=" + hex, bytes, ["new", "right"], "sha256="));
        Assert.False(HmacProof.IsHex(hex, bytes, ["right"], "sha256="));
        Assert.False(HmacProof.IsHex("sha256=" + hex, bytes, [], "sha256="));
        Assert.True(HmacProof.IsBase64(base64, bytes, ["right", "old"]));
        Assert.True(HmacProof.IsBase64(base64, bytes, ["right", "right"]));
        Assert.False(HmacProof.IsBase64(base64, bytes, ["wrong"]));
        Assert.False(HmacProof.IsBase64(base64.TrimEnd('='), bytes, ["right"]));
    }

    [Theory]
    [InlineData(false, false, true, true, "unsigned")]
    [InlineData(true, false, true, false, "authentic")]
    [InlineData(true, false, false, true, "irc_token_invalid")]
    [InlineData(false, true, false, true, "authentic")]
    [InlineData(false, true, true, false, "irc_signature_missing")]
    [InlineData(true, true, true, true, "authentic")]
    [InlineData(true, true, true, false, "irc_signature_missing")]
    [InlineData(true, true, false, true, "irc_token_invalid")]
    public void A_bridge_proves_everything_that_the_account_has(bool token, bool secret, bool presents, bool signs, string result)
    {
        var request = presents ? Request.WithHeader("x-irc-token", "t0ken") : Request;
        Assert.Equal(result, Word(Bridge("x-irc-signature").Check(signs ? request.WithHeader("x-irc-signature", Convert.ToHexStringLower(Code)) : request, Account(token, secret))));
    }

    [Fact]
    public void A_bridges_signature_may_stand_in_the_headers_of_all_channels()
    {
        var hex = Convert.ToHexStringLower(Code);
        foreach (var header in new[] { "x-irc-signature", "x-channel-signature", "x-signature" })
        {
            Assert.Equal("authentic", Word(Bridge("x-irc-signature").Check(Request.WithHeader(header, hex), Account(false, true))));
            Assert.Equal("irc_signature_invalid", Word(Bridge("x-irc-signature").Check(Request.WithHeader(header, "0"), Account(false, true))));
        }

        var both = Request.WithHeader("x-irc-signature", hex).WithHeader("x-channel-signature", "0");
        Assert.Equal("authentic", Word(Bridge("x-irc-signature").Check(both, Account(false, true))));
        both = Request.WithHeader("x-channel-signature", hex).WithHeader("x-signature", "0");
        Assert.Equal("authentic", Word(Bridge("x-irc-signature").Check(both, Account(false, true))));

        Assert.Equal("signature_invalid", Word(Bridge(null).Check(Request, Account(false, true))));
        Assert.Equal("signature_invalid", Word(Bridge(null).Check(Request.WithHeader("x-irc-signature", hex), Account(false, true))));
        Assert.Equal("signature_invalid", Word(Bridge(null).Check(Request.WithHeader("x-signature", "0"), Account(false, true))));
        Assert.Equal("authentic", Word(Bridge(null).Check(Request.WithHeader("x-signature", hex), Account(false, true))));
    }

    [Fact]
    public void A_token_elsewhere_counts_when_no_header_has_one()
    {
        Assert.Equal("authentic", Word(Bridge(null).Check(Request, Account(true, false), "t0ken")));
        Assert.Equal("irc_token_invalid", Word(Bridge(null).Check(Request.WithHeader("x-irc-token", "wrong"), Account(true, false), "t0ken")));
    }

    private static BridgeProof Bridge(string? signatureHeader) => new("irc", "x-irc-token", signatureHeader);

    private static ChannelAccount Account(bool token, bool secret) =>
        Accounts.Of("irc", null, null, [.. token ? [("ingressToken", (string[])["t0ken"])] : Array.Empty<(string, string[])>(), .. secret ? [("webhookSecret", (string[])["right"])] : Array.Empty<(string, string[])>()]);

    private static string Word(Authenticity authenticity) => authenticity switch
    {
        Authenticity.Authentic => "authentic",
        Authenticity.Unsigned => "unsigned",
        Authenticity.Failed { RequiredStatus: null, RequiredBody: null } failed => failed.Reason,
        _ => "more than a reason",
    };
}
