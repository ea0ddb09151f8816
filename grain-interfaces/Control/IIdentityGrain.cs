namespace Vespid.GrainInterfaces.Control;

/// <summary>Users and their sign-ins. Stateless; key 0. Hashing and token signing happen in the caller; rows are written here.</summary>
[Alias("vespid.identity")]
public interface IIdentityGrain : IGrainWithIntegerKey
{
    /// <summary>Registers a user with a personal organisation and a first sign-in. 409 <c>CONFLICT</c> when the address is taken.</summary>
    [Alias("register")]
    Task<Outcome<Registered>> Register(RegisterUser command, Actor actor);

    /// <summary>Records a sign-in.</summary>
    [Alias("sign-in")]
    Task<Refusal?> SignIn(Guid sessionId, Guid userId, byte[] refreshHash, TimeSpan timeToLive, Actor actor);

    /// <summary>Replaces the refresh token. A second use of the token before it revokes the sign-in: 401 <c>REFRESH_REUSED</c>.</summary>
    /// <returns>The user and the sign-in.</returns>
    [Alias("refresh")]
    Task<Outcome<Refreshed>> Refresh(byte[] presentedHash, byte[] nextHash, TimeSpan timeToLive, Actor actor);

    [Alias("sign-out")]
    Task<Refusal?> SignOut(Guid sessionId, Actor actor);
}

/// <summary>A new user.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.register-user")]
public sealed record RegisterUser(
    [property: Id(0)] string Email,
    [property: Id(1)] string? DisplayName,
    [property: Id(2)] string PasswordHash,
    [property: Id(3)] string OrganizationName,
    [property: Id(4)] string? DeploymentRole,
    [property: Id(5)] byte[]? RefreshHash,
    [property: Id(6)] TimeSpan RefreshTimeToLive);

/// <summary>Ids made for a new user.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.registered")]
public sealed record Registered([property: Id(0)] Guid UserId, [property: Id(1)] Guid OrganizationId, [property: Id(2)] Guid? SessionId);

/// <summary>A renewed sign-in.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.refreshed")]
public sealed record Refreshed([property: Id(0)] Guid UserId, [property: Id(1)] Guid SessionId);
