using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Crypto;

/// <summary>Codes, keys and tokens as they are written down.</summary>
public sealed class KeyAndTokenTests
{
    private static readonly byte[] Right = [0xAB, 0xCD, 0x01];

    [Theory]
    [InlineData("abcd01", true)]
    [InlineData("ABCD01", true)]
    [InlineData("abcd02", false)]
    [InlineData("abcd0", false)]
    [InlineData("abcd01 ", false)]
    [InlineData("abcd0g", false)]
    [InlineData("", false)]
    public void A_code_in_hex_has_either_case_and_nothing_around_it(string presented, bool right) => Assert.Equal(right, Mac.IsHexOf(presented, Right));

    [Theory]
    [InlineData("q80B", true)]
    [InlineData("q80C", false)]
    [InlineData("q80", false)]
    [InlineData("!80B", false)]
    [InlineData("", false)]
    public void A_code_in_base64(string presented, bool right) => Assert.Equal(right, Mac.IsBase64Of(presented, Right));

    [Fact]
    public void A_code_has_at_most_64_bytes()
    {
        var (most, more) = (Enumerable.Repeat((byte)7, 64).ToArray(), Enumerable.Repeat((byte)7, 65).ToArray());
        Assert.True(Mac.IsHexOf(Convert.ToHexString(most), most));
        Assert.False(Mac.IsHexOf(Convert.ToHexString(more), more));
        Assert.True(Mac.IsBase64Of(Convert.ToBase64String(most), most));
        Assert.False(Mac.IsBase64Of(Convert.ToBase64String(more), more));
        Assert.False(Mac.IsBase64Of(Convert.ToBase64String(most) + "    ", most));
    }

    [Fact]
    public void A_published_key_is_an_RSA_key_for_signatures()
    {
        Assert.Equal(["k"], Ids(Jwk()));
        Assert.Equal(["k"], Ids(Jwk(jwk => jwk.Remove("use"))));
        Assert.Equal(["k"], Ids(Jwk(jwk => jwk.Remove("alg"))));
        Assert.Empty(Ids(Jwk(jwk => jwk["use"] = "enc")));
        Assert.Empty(Ids(Jwk(jwk => jwk["alg"] = "RS512")));
        Assert.Empty(Ids(Jwk(jwk => jwk["kty"] = "EC")));
        foreach (var needed in new[] { "kid", "kty", "n", "e" })
            Assert.Empty(Ids(Jwk(jwk => jwk.Remove(needed))));
        Assert.Empty(Ids(Jwk(jwk => jwk["n"] = "not base64!")));
        Assert.Empty(Ids(Jwk(jwk => jwk["e"] = Base64Url.EncodeToString(new byte[9]))));
        Assert.Equal(["k"], Ids(Jwk(jwk => jwk["e"] = Base64Url.EncodeToString([0, 0, 0, 0, 0, 1, 0, 1]))));
    }

    [Theory]
    [InlineData(2047, false)]
    [InlineData(2048, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    public void A_key_has_2048_to_8192_bits_without_the_zeros_before_them(int bits, bool taken)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits + 7) % 8));
        // What is short of a whole byte still fills it; a key of 2047 bits is one of 255 bytes here.
        if (bits == 2047)
            modulus = modulus[1..];
        Assert.Equal(taken, Ids(Jwk(jwk => jwk["n"] = Base64Url.EncodeToString([0, 0, .. modulus]))).Count > 0);
    }

    [Fact]
    public void Endorsements_are_the_texts_of_the_list_and_of_repeated_ids_the_last_key_counts()
    {
        var keys = PublishedKeyReader.Read(Body(new JsonObject
        {
            ["keys"] = new JsonArray(Jwk(jwk => jwk["endorsements"] = new JsonArray("a")), Jwk(jwk => jwk["endorsements"] = new JsonArray("msteams", 17, "webchat"))),
        }));
        Assert.Equal<string>(["msteams", "webchat"], Assert.Single(keys).Value.Endorsements);
        Assert.Equal("k", keys["k"].Id);
    }

    [Fact]
    public void No_more_than_a_hundred_keys_are_read()
    {
        var keys = new JsonArray([.. Enumerable.Range(0, 101).Select(i => (JsonNode)Jwk(jwk => jwk["kid"] = $"k{i}"))]);
        Assert.Equal(100, PublishedKeyReader.Read(Body(new JsonObject { ["keys"] = keys })).Count);
        var certificates = new JsonObject([.. Enumerable.Range(0, 101).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)Certificate()))]);
        Assert.Equal(100, PublishedKeyReader.Read(Body(certificates)).Count);
    }

    [Fact]
    public void Certificates_by_their_ids_are_keys_too()
    {
        var keys = PublishedKeyReader.Read(Body(new JsonObject { ["one"] = Certificate(), ["two"] = 17, ["three"] = "no certificate", ["four"] = EllipticCertificate() }));
        Assert.Equal("one", Assert.Single(keys).Value.Id);
        Assert.Empty(keys["one"].Endorsements);
        Assert.Empty(PublishedKeyReader.Read(default));
    }

    [Theory]
    [InlineData("eyJ.b.c", true)]
    [InlineData("ey..", true)]
    [InlineData("eyJ.b", false)]
    [InlineData("eyJ.b.c.d", false)]
    [InlineData("EyJ.b.c", false)]
    [InlineData("xoxb.1.2", false)]
    [InlineData(null, false)]
    public void A_token_has_three_parts_and_begins_like_one(string? text, bool looks) => Assert.Equal(looks, SignedToken.LooksLikeOne(text));

    [Fact]
    public void A_token_is_read_only_in_its_one_form()
    {
        Assert.True(SignedToken.TryParse(Token(), out var token));
        Assert.Equal(("k", "us", "sig"), (token.KeyId, token.Claims["aud"].Text, Encoding.ASCII.GetString(token.Signature)));
        Assert.Equal(Token()[..Token().LastIndexOf('.')], Encoding.ASCII.GetString(token.Signed));

        Assert.True(SignedToken.TryParse(Token(head: $$"""{"alg":"RS256","kid":"{{new string('k', 256)}}"}"""), out _));
        foreach (var head in new[]
        {
            """{"alg":"RS512","kid":"k"}""", """{"kid":"k"}""", """{"alg":"RS256"}""", """{"alg":"RS256","kid":""}""", """{"alg":"RS256","kid":"k","crit":null}""",
            $$"""{"alg":"RS256","kid":"{{new string('k', 257)}}"}""", "[]", "",
        })
            Assert.False(SignedToken.TryParse(Token(head: head), out _), head);
        Assert.False(SignedToken.TryParse(Token(body: "[]"), out _));
        Assert.False(SignedToken.TryParse(Token(signature: ""), out _));
        Assert.False(SignedToken.TryParse(Token() + "=", out _));
        foreach (var blank in new[] { " ", "\t", "\r", "\n" })
        {
            Assert.False(SignedToken.TryParse(Token() + blank, out _));
            Assert.False(SignedToken.TryParse(blank + Token(), out _));
        }
    }

    [Fact]
    public void A_token_has_at_most_16_kibibytes()
    {
        const int Most = 16 * 1024;
        var signature = Token(signature: new string('s', 3)).LastIndexOf('.') + 1;
        Assert.True(SignedToken.TryParse(Token()[..signature] + new string('A', Most - signature - (Most - signature) % 4), out _));
        Assert.False(SignedToken.TryParse(Token()[..signature] + new string('A', Most + 4 - signature - (Most - signature) % 4), out _));
    }

    [Fact]
    public void An_assertion_is_a_token_that_its_key_verifies()
    {
        using var rsa = RSA.Create(2048);
        var compact = SignedAssertion.Create(rsa.ExportPkcs8PrivateKeyPem(), "k", new JsonObject { ["iss"] = "us" })!;

        Assert.True(SignedToken.TryParse(compact, out var token));
        Assert.Equal(("k", "us"), (token.KeyId, token.Claims["iss"].Text));
        Assert.True(new PublishedKey("k", rsa.ExportParameters(false), []).Verifies(token.Signed, token.Signature));
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"k"}""", Head(compact));
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Head(SignedAssertion.Create(rsa.ExportPkcs8PrivateKeyPem(), null, [])!));

        static string Head(string compact) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(compact.Split('.')[0]));
    }

    [Fact]
    public void What_is_no_RSA_key_signs_nothing()
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(SignedAssertion.Create("no key", "k", []));
        Assert.Null(SignedAssertion.Create(elliptic.ExportPkcs8PrivateKeyPem(), "k", []));
        Assert.False(PublishedKeyReader.Read(Body(new JsonObject { ["keys"] = new JsonArray(Jwk(jwk => jwk["e"] = "AA")) }))["k"].Verifies([1], [1]));
    }

    private static IReadOnlyCollection<string> Ids(JsonObject jwk) => [.. PublishedKeyReader.Read(Body(new JsonObject { ["keys"] = new JsonArray(jwk) })).Keys];

    private static JsonObject Jwk(Action<JsonObject>? change = null)
    {
        var modulus = new byte[256];
        modulus[0] = 0x80;
        var jwk = new JsonObject
        {
            ["kid"] = "k", ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["n"] = Base64Url.EncodeToString(modulus), ["e"] = "AQAB",
        };
        change?.Invoke(jwk);
        return jwk;
    }

    private static string Certificate()
    {
        using var rsa = RSA.Create(Shared.ExportParameters(true));
        return Pem(new CertificateRequest("CN=issuer", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string EllipticCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Pem(new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256));
    }

    private static string Pem(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(60));
        return certificate.ExportCertificatePem();
    }

    private static readonly RSA Shared = RSA.Create(2048);

    private static string Token(string head = """{"alg":"RS256","kid":"k"}""", string body = """{"aud":"us"}""", string signature = "sig") =>
        string.Join('.', new[] { head, body, signature }.Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));

    private static BodyReader Body(JsonObject json)
    {
        Assert.True(JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json.ToJsonString()), out var body));
        return body;
    }
}
