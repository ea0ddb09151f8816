using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.Gateway.Limits;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.SignIn;

/// <summary>Sign-up, sign-in, refresh, sign-out.</summary>
internal static class AuthEndpoints
{
    private static readonly Refusal SignupClosed = Refusal.Forbidden("SIGNUP_CLOSED", "Sign-up is closed. Ask an operator.");
    private static readonly Refusal PinInvalid = Refusal.Forbidden("SIGNUP_PIN_INVALID", "Sign-up needs the pin of this deployment.");
    private static readonly Refusal InvalidCredentials = new(RefusalKind.Unauthorized, "INVALID_CREDENTIALS", "E-mail address or password is wrong.");

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/v1/auth").WithTags("Sign-in");
        auth.MapPost("/signup", SignUpAsync).ForAnyone().WithName("signUp").WithSummary("Register a user with a personal organisation")
            .ProducesErrors(400, 403, 409, 429, 503);
        auth.MapPost("/login", LogInAsync).ForAnyone().WithName("logIn").WithSummary("Sign in").ProducesErrors(400, 401, 429, 503);
        auth.MapPost("/refresh", RefreshAsync).ForAnyone().WithName("refreshSession")
            .WithSummary("Exchange a refresh token; using one twice ends its sign-in").ProducesErrors(400, 401, 429, 503);
        auth.MapPost("/logout", LogOutAsync).ForUsers().WithName("logOut").WithSummary("End the sign-in").ProducesErrors(401, 403, 503);
        routes.MapGet("/auth/csrf", Csrf).ForUsers().WithTags("Sign-in").WithName("getCsrfToken")
            .WithSummary("Token for writes with the session cookie").ProducesErrors(401);
    }

    private static async Task<Results<Created<SignedInAnswer>, RefusalResult>> SignUpAsync(
        Body<SignupRequest> body, HttpContext context, RateLimits limits, IOptions<GatewayOptions> options, PasswordHashing hashing,
        RefreshTokens refreshTokens, SignInService signIn, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (options.Value.SignupMode == SignupMode.Closed)
            return (RefusalResult)SignupClosed;
        if (Limited(context, limits.SignUpByAddress, ClientAddress.LimitKeyOf(context)))
            return (RefusalResult)Refusals.TooMany;
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (options.Value.SignupMode == SignupMode.Pin && !SamePin(request.Pin, options.Value.SignupPin))
            return (RefusalResult)PinInvalid;
        if (await hashing.HashAsync(request.Password, cancellationToken) is not { } hash)
            return (RefusalResult)Refusals.TooMany;

        var (token, tokenHash) = refreshTokens.Create();
        var organization = request.DisplayName ?? request.Email[..request.Email.IndexOf('@', StringComparison.Ordinal)];
        var command = new RegisterUser(request.Email, request.DisplayName, hash, organization, null, tokenHash, options.Value.SessionTtl);
        var outcome = await grains.GetGrain<IIdentityGrain>(0).Register(command, Caller.Anonymous(context, "signup"));
        if (outcome.Refusal is { } refusal)
            return (RefusalResult)refusal;
        var registered = outcome.Value!;
        return await identity.UserAsync(registered.UserId, cancellationToken) is { } user && registered.SessionId is { } sessionId
            ? TypedResults.Created((string?)null, signIn.Answer(context, user, sessionId, token))
            : new RefusalResult(Refusals.Unauthorized);
    }

    private static async Task<Results<Ok<SignedInAnswer>, RefusalResult>> LogInAsync(
        Body<LoginRequest> body, HttpContext context, RateLimits limits, IOptions<GatewayOptions> options, PasswordHashing hashing,
        RefreshTokens refreshTokens, SignInService signIn, IGrainFactory grains, IIdentityQueries identity, IIdSource ids, CancellationToken cancellationToken)
    {
        if (Limited(context, limits.SignInByAddress, ClientAddress.LimitKeyOf(context)))
            return (RefusalResult)Refusals.TooMany;
        if (!body.IsSound(out var request, out var fault))
            return fault;
        if (Limited(context, limits.SignInByEmail, request.Email))
            return (RefusalResult)Refusals.TooMany;

        var user = await identity.UserByEmailAsync(request.Email, cancellationToken);
        switch (await hashing.VerifyAsync(request.Password, user?.PasswordHash, cancellationToken))
        {
            case null:
                return (RefusalResult)Refusals.TooMany;
            case false:
                return (RefusalResult)InvalidCredentials;
        }

        var (token, tokenHash) = refreshTokens.Create();
        var sessionId = ids.NewId();
        var actor = new Actor("user", user!.Id.ToString(), ClientAddress.Of(context));
        var refusal = await grains.GetGrain<IIdentityGrain>(0).SignIn(sessionId, user.Id, tokenHash, options.Value.SessionTtl, actor);
        return refusal is null ? TypedResults.Ok(signIn.Answer(context, user, sessionId, token)) : (RefusalResult)refusal;
    }

    private static async Task<Results<Ok<SignedInAnswer>, RefusalResult>> RefreshAsync(
        Body<RefreshRequest> body, HttpContext context, RateLimits limits, IOptions<GatewayOptions> options,
        RefreshTokens refreshTokens, SignInService signIn, IGrainFactory grains, IIdentityQueries identity, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;

        // Only failures cost a permit: many users behind one address refresh every few minutes.
        var address = ClientAddress.LimitKeyOf(context);
        if (Exhausted(context, limits.SignInByAddress.Peek(address)))
            return (RefusalResult)Refusals.TooMany;
        var (token, nextHash) = refreshTokens.Create();
        var outcome = await grains.GetGrain<IIdentityGrain>(0)
            .Refresh(refreshTokens.HashOf(request.RefreshToken), nextHash, options.Value.SessionTtl, Caller.Anonymous(context, "refresh"));
        if (outcome.Refusal is { } refusal)
        {
            limits.SignInByAddress.Take(address);
            return (RefusalResult)refusal;
        }

        var refreshed = outcome.Value!;
        return await identity.UserAsync(refreshed.UserId, cancellationToken) is { } user
            ? TypedResults.Ok(signIn.Answer(context, user, refreshed.SessionId, token))
            : new RefusalResult(Refusals.Unauthorized);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> LogOutAsync(Caller caller, HttpContext context, SignInService signIn, IGrainFactory grains)
    {
        if (await grains.GetGrain<IIdentityGrain>(0).SignOut(caller.SessionId, caller.Actor) is { } refusal)
            return (RefusalResult)refusal;
        signIn.Forget(context);
        return TypedResults.Ok(OkAnswer.Yes);
    }

    private static Ok<CsrfAnswer> Csrf(Caller caller, TokenSigner tokens) => TypedResults.Ok(new CsrfAnswer(tokens.CsrfToken(caller.SessionId)));

    private static bool SamePin(string? presented, string? pin) =>
        presented is not null && pin is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(pin));

    /// <summary>Takes a permit; leaves how long to wait for the answer when there is none.</summary>
    private static bool Limited(HttpContext context, RateLimiter<string> limiter, string key) => Exhausted(context, limiter.Take(key));

    private static bool Exhausted(HttpContext context, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
            context.Features.Set(new RetryAfterFeature(RateLimits.RetryAfter(wait)));
        return wait > TimeSpan.Zero;
    }
}
