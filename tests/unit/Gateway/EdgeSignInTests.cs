using Vespid.Gateway.Hosting;
using Vespid.Gateway.SignIn;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeSignInTests
{
    private static readonly object Ann = new { email = " Ann@Example.org ", password = "Password123" };

    [Fact]
    public async Task Signing_up_answers_a_session_that_works_at_once()
    {
        await using var host = await EdgeHost.StartAsync();
        host.IdentityGrain.On(nameof(IIdentityGrain.Register), _ => Task.FromResult<Outcome<Registered>>(new Registered(EdgeHost.User, EdgeHost.Org, EdgeHost.Session)));
        host.Identity.On(nameof(IIdentityQueries.MembershipsAsync), _ => Task.FromResult<IReadOnlyList<MembershipItem>>([new(EdgeHost.Org, "Ann", EdgeHost.User, "owner", EdgeHost.Now)]));
        var (status, body, answer) = await host.SendAsync("POST", "/v1/auth/signup", Ann);
        Assert.Equal(201, status);
        var session = body.GetProperty("session");
        Assert.Equal(
            ["email", "expiresAt", "issuedAt", "refreshToken", "sessionId", "token", "tokenType", "userId"],
            session.EnumerateObject().Select(member => member.Name).Order());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", session.GetProperty("expiresAt").GetString());
        Assert.Equal("2026-02-22T10:20:30.123Z", body.GetProperty("user").GetProperty("createdAt").GetString());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        var command = (RegisterUser)host.IdentityGrain.Calls.Single().Arguments[0]!;
        Assert.Equal("ann@example.org", command.Email);
        Assert.True(PasswordHash.Verify("Password123", command.PasswordHash));

        var (me, who, _) = await host.SendAsync("GET", "/v1/me", headers: ("Authorization", "Bearer " + session.GetProperty("token").GetString()));
        Assert.Equal((200, EdgeHost.Org.ToString()), (me, who.GetProperty("defaultOrgId").GetString()));
    }

    [Theory]
    [InlineData(SignupMode.Closed, null, "SIGNUP_CLOSED")]
    [InlineData(SignupMode.Pin, null, "SIGNUP_PIN_INVALID")]
    [InlineData(SignupMode.Pin, "wrong", "SIGNUP_PIN_INVALID")]
    public async Task Whoever_may_not_sign_up_is_told_so(SignupMode mode, string? pin, string code)
    {
        await using var host = await EdgeHost.StartAsync(options => (options.SignupMode, options.SignupPin) = (mode, "right"));
        await EdgeAccessTests.Expect(403, code, host.SendAsync("POST", "/v1/auth/signup", new { email = "a@example.org", password = "Password123", pin }));
        Assert.Empty(host.IdentityGrain.Calls);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_look_the_same()
    {
        await using var host = await EdgeHost.StartAsync();
        var stored = PasswordHash.Create("Password123", new byte[16], 1_000);
        host.Identity.On(nameof(IIdentityQueries.UserByEmailAsync), call => Task.FromResult<UserItem?>(
            (string)call[0]! == "ann@example.org" ? new UserItem(EdgeHost.User, "ann@example.org", null, stored, null, EdgeHost.Now, EdgeHost.Now) : null));
        host.IdentityGrain.On(nameof(IIdentityGrain.SignIn), _ => Task.FromResult<Refusal?>(null));
        var wrong = await EdgeAccessTests.Expect(401, "INVALID_CREDENTIALS", host.SendAsync("POST", "/v1/auth/login", new { email = "ann@example.org", password = "nonsense" }));
        var unknown = await EdgeAccessTests.Expect(401, "INVALID_CREDENTIALS", host.SendAsync("POST", "/v1/auth/login", new { email = "bob@example.org", password = "nonsense" }));
        Assert.Equal(wrong.GetRawText(), unknown.GetRawText());
        Assert.Equal(200, (await host.SendAsync("POST", "/v1/auth/login", Ann)).Status);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_by_address()
    {
        await using var host = await EdgeHost.StartAsync(options => options.SignInPerMinute = 3);
        host.Identity.On(nameof(IIdentityQueries.UserByEmailAsync), _ => Task.FromResult<UserItem?>(null));
        for (var i = 0; i < 3; i++)
            Assert.Equal(401, (await host.SendAsync("POST", "/v1/auth/login", new { email = $"u{i}@example.org", password = "nonsense" })).Status);
        var (status, _, answer) = await host.SendAsync("POST", "/v1/auth/login", new { email = "other@example.org", password = "nonsense" });
        Assert.Equal(429, status);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 10, 20);
        Assert.Equal(3, host.Identity.Calls.Count(call => call.Method == nameof(IIdentityQueries.UserByEmailAsync)));
    }

    [Fact]
    public async Task A_refresh_presents_the_stored_hash_and_gets_another_token()
    {
        await using var host = await EdgeHost.StartAsync();
        byte[]? registered = null;
        host.IdentityGrain.On(nameof(IIdentityGrain.Register), call =>
        {
            registered = ((RegisterUser)call[0]!).RefreshHash;
            return Task.FromResult<Outcome<Registered>>(new Registered(EdgeHost.User, EdgeHost.Org, EdgeHost.Session));
        });
        host.IdentityGrain.On(nameof(IIdentityGrain.Refresh), call => Task.FromResult<Outcome<Refreshed>>(
            ((byte[])call[0]!).AsSpan().SequenceEqual(registered) ? new Refreshed(EdgeHost.User, EdgeHost.Session) : new Refusal(RefusalKind.Unauthorized, "REFRESH_REUSED", "Again.")));
        var (_, body, _) = await host.SendAsync("POST", "/v1/auth/signup", Ann);
        var token = body.GetProperty("session").GetProperty("refreshToken").GetString();
        var (status, renewed, _) = await host.SendAsync("POST", "/v1/auth/refresh", new { refreshToken = token });
        Assert.Equal(200, status);
        Assert.NotEqual(token, renewed.GetProperty("session").GetProperty("refreshToken").GetString());
        await EdgeAccessTests.Expect(401, "REFRESH_REUSED", host.SendAsync("POST", "/v1/auth/refresh", new { refreshToken = token + "x" }));
    }
}
