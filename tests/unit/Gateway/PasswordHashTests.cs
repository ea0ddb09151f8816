using Vespid.Gateway.SignIn;

namespace Vespid.Tests.Unit.Gateway;

public sealed class PasswordHashTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(1, PasswordHash.SaltBytes).Select(i => (byte)i)];

    [Fact]
    public void Only_the_password_fits_its_hash()
    {
        var hash = PasswordHash.Create("correct horse", Salt, 1_000);
        Assert.True(PasswordHash.Verify("correct horse", hash));
        Assert.False(PasswordHash.Verify("correct horsf", hash));
        Assert.False(PasswordHash.Verify("", hash));
    }

    /// <summary>PBKDF2-HMAC-SHA256 of "password" with salt "salt", 1 and 4,096 rounds: vectors published with RFC 7914's draft and widely since.</summary>
    [Theory]
    [InlineData(1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b")]
    [InlineData(4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a")]
    public void It_is_plain_pbkdf2(int rounds, string hex)
    {
        var hash = PasswordHash.Create("password", "salt"u8, rounds);
        var expected = System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(hex));
        Assert.Equal($"pbkdf2-sha256${rounds}$c2FsdA${expected}", hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha256$0$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$-1$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$1000$!!!$AAAA")]
    [InlineData("bcrypt$1000$AAAA$AAAA")]
    public void A_hash_that_is_not_ours_fits_nothing(string stored) => Assert.False(PasswordHash.Verify("password", stored));

    [Fact]
    public async Task An_unknown_user_costs_a_hash_too_and_is_refused()
    {
        using var hashing = new PasswordHashing(Settings.Of(), new SeededChance(1));
        Assert.False(await hashing.VerifyAsync("nobody", null, CancellationToken.None));
        var stored = await hashing.HashAsync("secret word", CancellationToken.None);
        Assert.True(await hashing.VerifyAsync("secret word", stored, CancellationToken.None));
    }

    [Fact]
    public async Task Too_many_at_once_are_turned_away_and_the_rest_is_served()
    {
        using var hashing = new PasswordHashing(Settings.Of(options => options.PasswordIterations = 20_000), new SeededChance(1));
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => hashing.HashAsync("secret word", CancellationToken.None)));
        Assert.Contains(all, hash => hash is null);
        Assert.True(all.Count(hash => hash is not null) >= 32);
        Assert.NotNull(await hashing.HashAsync("secret word", CancellationToken.None));
    }

    [Fact]
    public async Task Two_hashes_of_one_password_differ()
    {
        using var hashing = new PasswordHashing(Settings.Of(), new SeededChance(1));
        Assert.NotEqual(await hashing.HashAsync("secret word", CancellationToken.None), await hashing.HashAsync("secret word", CancellationToken.None));
    }
}
