using FsCheck.Fluent;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Discord;

public sealed class Ed25519Tests
{
    private readonly OpenSslEd25519 _ed25519 = new();

    // RFC 8032, section 7.1: tests 1, 2 and 3.
    [Theory]
    [InlineData(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Takes_the_published_signatures_and_no_others(string key, string message, string signature)
    {
        var (publicKey, signed) = (Hex(key), Hex(message));

        Assert.True(_ed25519.Verifies(publicKey, signed, Hex(signature)));
        Assert.False(_ed25519.Verifies(publicKey, signed, new byte[64]));
        Assert.False(_ed25519.Verifies(publicKey, [.. signed, 0], Hex(signature)));
    }

    [Fact]
    public void Takes_what_a_key_signed_and_nothing_with_one_bit_changed() => Properties.Check(
        Prop.ForAll(Json.Bytes, message =>
        {
            var key = Ed25519Key.Of("a key");
            var signature = key.Sign(message);
            var bent = (byte[])signature.Clone();
            bent[message.Length % 64] ^= 1;
            return _ed25519.Verifies(key.PublicKey, message, signature) && !_ed25519.Verifies(key.PublicKey, message, bent)
                && !_ed25519.Verifies(key.PublicKey, [.. message, 1], signature) && !_ed25519.Verifies(Ed25519Key.Of("another").PublicKey, message, signature);
        }),
        200);

    [Theory]
    [InlineData(0, 64)]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 0)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    public void Wrong_lengths_are_refused(int key, int signature) => Assert.False(_ed25519.Verifies(new byte[key], [1], new byte[signature]));

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
