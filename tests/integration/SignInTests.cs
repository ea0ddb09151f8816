using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Sign-up, sign-in and what follows from them.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class SignInTests(SharedHost shared)
{
    [Fact]
    public async Task A_password_is_stored_only_as_a_slow_hash_of_its_own_salt()
    {
        using var one = await ApiClient.SignUpAsync(shared.Host, "hash-one@example.com");
        using var two = await ApiClient.SignUpAsync(shared.Host, "hash-two@example.com");
        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        var hashes = await probe.ColumnAsync("SELECT password_hash FROM users WHERE email LIKE 'hash-%@example.com'");

        Assert.Equal(2, hashes.Distinct().Count());
        Assert.All(hashes, hash =>
        {
            Assert.DoesNotContain(ApiClient.Password, hash, StringComparison.Ordinal);
            Assert.Contains(hash.Split('$', '.', ':'), part => int.TryParse(part, CultureInfo.InvariantCulture, out var rounds) && rounds >= 600_000);
        });
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_is_registered()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "registered@example.com");
        var known = await LogInAsync("registered@example.com", "a wrong password");
        var unknown = await LogInAsync("unknown@example.com", "a wrong password");
        Assert.Equal((401, "INVALID_CREDENTIALS"), (known.Status, known.Code));
        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
        Assert.Empty(known.Cookies);

        // The hash is worth some hundred milliseconds; without it the answer would come in one or two. Compared by the fastest of three.
        var withHash = await FastestAsync("registered@example.com");
        var without = await FastestAsync("unknown@example.com");
        Assert.True(without > withHash / 3, $"{without.TotalMilliseconds:F0} ms for an unknown address, {withHash.TotalMilliseconds:F0} ms for a known one");

        Assert.Equal(409, (await SignUpAsync("REGISTERED@example.com ")).Status);
        Assert.Equal(200, (await LogInAsync(" Registered@Example.com", ApiClient.Password)).Status);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_second_use_ends_the_sign_in()
    {
        var session = (await SignUpAsync("refresh@example.com")).Json!["session"]!;
        var first = (string)session["refreshToken"]!;
        var refreshed = await RefreshAsync(first);
        Assert.Equal(200, refreshed.Status);
        var second = (string)refreshed.Json!["session"]!["refreshToken"]!;
        Assert.NotEqual(first, second);
        Assert.Equal((string?)session["sessionId"], (string?)refreshed.Json["session"]!["sessionId"]);
        Assert.Equal(200, (await RawHttp.SendAsync(HttpMethod.Get, Url("/v1/me"), headers: Bearer(refreshed))).Status);

        Assert.Equal((401, "REFRESH_REUSED"), Answered(await RefreshAsync(first)));
        Assert.Equal((401, "UNAUTHORIZED"), Answered(await RefreshAsync(second)));
        Assert.Equal((401, "UNAUTHORIZED"), Answered(await RefreshAsync("vrt_made-up")));

        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        Assert.Equal(1, await probe.CountAsync($"SELECT count(*) FROM audit_events WHERE action = 'user.refresh_reused' AND target_id = '{session["sessionId"]}'"));
    }

    [Fact]
    public async Task Two_refreshes_at_once_do_not_both_succeed()
    {
        var token = (string)(await SignUpAsync("refresh-race@example.com")).Json!["session"]!["refreshToken"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefreshAsync(token)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(401, answer.Status));
    }

    [Fact]
    public async Task Signing_out_ends_the_cookie_and_the_refresh_token()
    {
        var signedUp = await SignUpAsync("logout@example.com");
        var cookie = CookieOf(signedUp);
        var csrf = await CsrfAsync(cookie);
        var signedOut = await RawHttp.SendAsync(HttpMethod.Post, Url("/v1/auth/logout"), headers: [("cookie", cookie), ("x-csrf-token", csrf)]);

        Assert.Equal(200, signedOut.Status);
        Assert.Contains(signedOut.Cookies, set => set.StartsWith("vespid_session=;", StringComparison.Ordinal));
        Assert.Equal(401, (await RawHttp.SendAsync(HttpMethod.Get, Url("/v1/me"), headers: [("cookie", cookie)])).Status);
        Assert.Equal(401, (await RefreshAsync((string)signedUp.Json!["session"]!["refreshToken"]!)).Status);
    }

    [Fact]
    public async Task A_cookie_reads_but_writes_only_together_with_the_token_that_other_sites_cannot_read()
    {
        var signedUp = await SignUpAsync("cookie@example.com");
        var other = await SignUpAsync("cookie-other@example.com");
        var set = Assert.Single(signedUp.Cookies).ToLowerInvariant();
        Assert.Contains("httponly", set, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", set, StringComparison.Ordinal);
        var cookie = CookieOf(signedUp);
        var me = await RawHttp.SendAsync(HttpMethod.Get, Url("/v1/me"), headers: [("cookie", cookie)]);
        Assert.Equal((200, "cookie@example.com"), (me.Status, (string?)me.Json!["user"]!["email"]));

        Assert.Equal((403, "CSRF_TOKEN_REQUIRED"), Answered(await CreateAsync(("cookie", cookie))));
        Assert.Equal((403, "CSRF_TOKEN_REQUIRED"), Answered(await CreateAsync(("cookie", cookie), ("x-csrf-token", "guess"))));
        Assert.Equal((403, "CSRF_TOKEN_REQUIRED"), Answered(await CreateAsync(("cookie", cookie), ("x-csrf-token", await CsrfAsync(CookieOf(other))))));
        Assert.Equal(201, (await CreateAsync(("cookie", cookie), ("x-csrf-token", await CsrfAsync(cookie)))).Status);

        // The cookie's value is no bearer token, and the other way round.
        Assert.Equal(401, (await CreateAsync(("authorization", "Bearer " + cookie["vespid_session=".Length..]))).Status);
        Assert.Equal(401, (await RawHttp.SendAsync(HttpMethod.Get, Url("/v1/me"), headers: [("cookie", $"vespid_session={signedUp.Json!["session"]!["token"]}")])).Status);
    }

    [Fact]
    public async Task A_sign_up_names_each_field_that_is_wrong()
    {
        var answer = await RawHttp.PostAsync(Url("/v1/auth/signup"), """{"email":"nonsense","password":"short","role":"operator"}""");
        Assert.Equal((400, "BAD_REQUEST"), Answered(answer));
        Assert.Equal(["email", "password"], answer.Json!["details"]!["fieldErrors"]!.AsObject().Select(field => field.Key).Order());
        Assert.DoesNotContain("short", answer.Text, StringComparison.Ordinal);

        // A display name names the organisation; the caller has no other role than owner of it.
        var signedUp = await RawHttp.PostAsync(Url("/v1/auth/signup"), $$"""{"email":"display@example.com","password":"{{ApiClient.Password}}","displayName":"Ada"}""");
        var me = await RawHttp.SendAsync(HttpMethod.Get, Url("/v1/me"), headers: Bearer(signedUp));
        Assert.Null(me.Json!["user"]!["deploymentRole"]);
        Assert.Equal(("Ada", "owner"), ((string?)me.Json["orgs"]![0]!["name"], (string?)me.Json["orgs"]![0]!["role"]));
    }

    private async Task<TimeSpan> FastestAsync(string email)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await LogInAsync(email, "a wrong password");
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return fastest;
    }

    private async Task<string> CsrfAsync(string cookie) =>
        (string)(await RawHttp.SendAsync(HttpMethod.Get, Url("/auth/csrf"), headers: [("cookie", cookie)])).Json!["csrfToken"]!;

    private Task<RawAnswer> CreateAsync(params (string, string)[] headers) => RawHttp.PostAsync(Url("/v1/orgs"), """{"name":"by cookie"}""", headers);

    private Task<RawAnswer> SignUpAsync(string email) => PostAsync("/v1/auth/signup", ("email", email), ("password", ApiClient.Password));

    private Task<RawAnswer> LogInAsync(string email, string password) => PostAsync("/v1/auth/login", ("email", email), ("password", password));

    private Task<RawAnswer> RefreshAsync(string token) => PostAsync("/v1/auth/refresh", ("refreshToken", token));

    private Task<RawAnswer> PostAsync(string path, params (string Name, string Value)[] members)
    {
        var body = new JsonObject();
        foreach (var (name, value) in members)
            body[name] = value;
        return RawHttp.PostAsync(Url(path), body.ToJsonString());
    }

    private Uri Url(string path) => new(shared.Host.Control, path);

    private static (string, string)[] Bearer(RawAnswer signedIn) => [("authorization", $"Bearer {signedIn.Json!["session"]!["token"]}")];

    private static string CookieOf(RawAnswer answer) => Assert.Single(answer.Cookies).Split(';')[0];

    private static (int, string?) Answered(RawAnswer answer) => (answer.Status, answer.Code);
}
