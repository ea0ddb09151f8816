using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Crypto;

public sealed class TokenVerifierTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private TokenIssuer _issuer = null!;
    private ChannelsHost _host = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _host = new(time: _time);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _issuer.DisposeAsync();
    }

    // RFC 7515, appendix A.2.
    [Fact]
    public void The_published_signature_holds()
    {
        const string Modulus =
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
        const string Signed =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string Signature =
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
        var key = new PublishedKey("joe", new RSAParameters { Modulus = Base64Url.DecodeFromChars(Modulus), Exponent = [1, 0, 1] }, []);

        Assert.True(key.Verifies(Encoding.ASCII.GetBytes(Signed), Base64Url.DecodeFromChars(Signature)));
        Assert.False(key.Verifies(Encoding.ASCII.GetBytes(Signed + "x"), Base64Url.DecodeFromChars(Signature)));
    }

    [Fact]
    public async Task A_good_token_is_believed()
    {
        var valid = Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));

        Assert.Equal("somebody", valid.Claims["sub"].Text);
    }

    [Fact]
    public async Task An_audience_may_be_one_of_several()
    {
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims(claims => claims["aud"] = new JsonArray("other", "us")))));
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.Sign(Claims(claims => claims["aud"] = new JsonArray("other")))));
    }

    public static TheoryData<string> Faults => ["no aud", "aud", "iss", "no iss", "no exp", "exp as text", "expired", "not yet", "nbf as text"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_claim_that_is_wrong_or_missing_is_not_believed(string fault) => Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.Sign(Claims(claims =>
    {
        switch (fault)
        {
            case "no aud": claims.Remove("aud"); break;
            case "aud": claims["aud"] = "somebody else"; break;
            case "iss": claims["iss"] = "https://evil.example"; break;
            case "no iss": claims.Remove("iss"); break;
            case "no exp": claims.Remove("exp"); break;
            case "exp as text": claims["exp"] = "1800000600"; break;
            case "expired": claims["exp"] = Now - 301; break;
            case "not yet": claims["nbf"] = Now + 301; break;
            default: claims["nbf"] = "1700000000"; break;
        }
    }))));

    [Fact]
    public async Task Clocks_may_differ_by_five_minutes()
    {
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims(claims => claims["exp"] = Now - 299))));
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims(claims => claims["nbf"] = Now + 299))));
    }

    [Fact]
    public async Task No_algorithm_but_rs256_is_taken()
    {
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.WithoutSignature(Claims())));
        foreach (var forged in _issuer.SignWithPublicKeyAsSecret(Claims()))
            Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(forged));
        foreach (var algorithm in (string[])["none", "None", "HS256", "rs256", "PS256", "ES256", ""])
            Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.Sign(Claims(), header: new() { ["alg"] = algorithm, ["kid"] = "key-1" })));
    }

    [Fact]
    public async Task A_header_that_asks_for_more_is_refused()
    {
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.Sign(Claims(), header: new() { ["alg"] = "RS256", ["kid"] = "key-1", ["crit"] = new JsonArray("b64") })));
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.Sign(Claims(), header: new() { ["alg"] = "RS256" })));
    }

    [Fact]
    public async Task Another_key_behind_the_same_id_is_refused()
    {
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.SignWithUnpublishedKey(Claims())));
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(_issuer.SignWithUnpublishedKey(Claims(), "key-of-nobody")));
    }

    [Fact]
    public async Task No_changed_token_is_taken()
    {
        var token = _issuer.Sign(Claims());
        for (var i = 0; i < token.Length; i++)
        {
            // The last letter of a part holds bits that do not count, so it is changed to something far off.
            var other = token[i] == '.' ? 'A' : token[i] is >= 'A' and <= 'P' ? 'z' : 'A';
            Assert.IsType<TokenCheck.Invalid>(await VerifyAsync($"{token[..i]}{other}{token[(i + 1)..]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("e30.e30.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0.e30.")]
    public async Task What_is_no_token_is_refused_without_asking_anybody(string text)
    {
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(text));
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(new string('a', 20_000)));
        Assert.Equal(0, _issuer.Fetches);
    }

    [Fact]
    public async Task Keys_are_fetched_once_a_day()
    {
        for (var i = 0; i < 5; i++)
            Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));
        Assert.Equal(1, _issuer.Fetches);

        _time.Advance(PublishedKeys.Lifetime);
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_found_and_a_withdrawn_one_forgotten()
    {
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));
        var old = _issuer.Sign(Claims());
        _issuer.Publish("key-2");
        _issuer.Withdraw("key-1");
        _time.Advance(PublishedKeys.BetweenFetches);

        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims(), "key-2")));
        Assert.IsType<TokenCheck.Invalid>(await VerifyAsync(old));
    }

    [Fact]
    public async Task Invented_key_ids_do_not_make_a_storm()
    {
        await VerifyAsync(_issuer.Sign(Claims()));
        for (var i = 0; i < 50; i++)
            await VerifyAsync(_issuer.SignWithUnpublishedKey(Claims(), $"invented-{i}"));

        Assert.Equal(1, _issuer.Fetches);
    }

    [Fact]
    public async Task An_issuer_that_is_away_costs_no_good_token_once_its_keys_were_seen()
    {
        _issuer.OtherFaults.Add(new VendorFault.Error(500));
        Assert.IsType<TokenCheck.Unavailable>(await VerifyAsync(_issuer.Sign(Claims())));
        _time.Advance(PublishedKeys.BetweenFetches);
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));

        _time.Advance(PublishedKeys.Lifetime);
        _issuer.OtherFaults.Add(new VendorFault.Drop());
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims())));
    }

    [Fact]
    public async Task Metadata_leads_to_the_keys_and_certificates_are_keys_too()
    {
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims()), new(_issuer.MetadataUrl, true)));
        Assert.IsType<TokenCheck.Valid>(await VerifyAsync(_issuer.Sign(Claims()), new(_issuer.CertificatesUrl, false)));
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject { ["iss"] = "issuer", ["aud"] = "us", ["sub"] = "somebody", ["nbf"] = Now - 10, ["exp"] = Now + 600 };
        change?.Invoke(claims);
        return claims;
    }

    private ValueTask<TokenCheck> VerifyAsync(string token, KeySource? keys = null) =>
        _host.Get<TokenVerifier>().VerifyAsync(token, new(keys ?? new(_issuer.KeysUrl, false), ["issuer"], "us"), CancellationToken.None);
}
