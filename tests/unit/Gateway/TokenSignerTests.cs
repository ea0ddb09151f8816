using System.Text;
using Vespid.Gateway.Access;

namespace Vespid.Tests.Unit.Gateway;

public sealed class TokenSignerTests
{
    private static readonly Guid User = Guid.Parse("0195f000-0000-7000-8000-000000000001");
    private static readonly Guid Session = Guid.Parse("0195f000-0000-7000-8000-000000000002");
    private readonly SteppingTime _time = new();

    [Fact]
    public void A_token_says_who_and_until_when()
    {
        var signer = Signer();
        var (token, issued) = signer.Issue(TokenKind.Access, User, Session, TimeSpan.FromMinutes(15));
        var read = signer.Verify(TokenKind.Access, token);
        Assert.Equal(issued, read);
        Assert.Equal((User, Session), (read!.UserId, read.SessionId));
        Assert.Equal(900, read.ExpiresAt - read.IssuedAt);
    }

    [Fact]
    public void A_token_ends_at_its_time()
    {
        var signer = Signer();
        var (token, _) = signer.Issue(TokenKind.Access, User, Session, TimeSpan.FromMinutes(15));
        _time.Move(TimeSpan.FromSeconds(899));
        Assert.NotNull(signer.Verify(TokenKind.Access, token));
        _time.Move(TimeSpan.FromSeconds(1));
        Assert.Null(signer.Verify(TokenKind.Access, token));
    }

    [Fact]
    public void A_cookie_is_no_access_token_and_the_other_way_round()
    {
        var signer = Signer();
        Assert.Null(signer.Verify(TokenKind.Access, signer.Issue(TokenKind.Cookie, User, Session, TimeSpan.FromDays(7)).Token));
        Assert.Null(signer.Verify(TokenKind.Cookie, signer.Issue(TokenKind.Access, User, Session, TimeSpan.FromDays(7)).Token));
    }

    [Fact]
    public void Another_secret_signs_another_token()
    {
        var (token, _) = new TokenSigner(Settings.Of(options => options.AuthTokenSecret = "another secret, as long as the first"), _time)
            .Issue(TokenKind.Access, User, Session, TimeSpan.FromMinutes(15));
        Assert.Null(Signer().Verify(TokenKind.Access, token));
    }

    [Fact]
    public void Any_changed_character_breaks_it()
    {
        var signer = Signer();
        var (token, _) = signer.Issue(TokenKind.Access, User, Session, TimeSpan.FromMinutes(15));
        for (var i = 0; i < token.Length; i++)
        {
            // The last character of 32 bytes in base64url carries two spare bits, so only its used ones are tested.
            var other = i == token.Length - 1 ? (token[i] == 'A' ? 'Q' : 'A') : token[i] == 'B' ? 'C' : 'B';
            var forged = new StringBuilder(token) { [i] = other }.ToString();
            Assert.True(signer.Verify(TokenKind.Access, forged) is null, $"character {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1.")]
    [InlineData("v1..")]
    [InlineData("v1.e30.")]
    [InlineData("v1.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("v2.e30.AAAA")]
    [InlineData("not a token at all")]
    public void What_is_no_token_is_refused(string? text) => Assert.Null(Signer().Verify(TokenKind.Access, text));

    [Fact]
    public void A_csrf_token_belongs_to_one_sign_in()
    {
        var signer = Signer();
        Assert.True(signer.IsCsrfToken(Session, signer.CsrfToken(Session)));
        Assert.False(signer.IsCsrfToken(Session, signer.CsrfToken(User)));
        Assert.False(signer.IsCsrfToken(Session, null));
        Assert.False(signer.IsCsrfToken(Session, ""));
    }

    private TokenSigner Signer() => new(Settings.Of(), _time);
}
