namespace Vespid.Storage.Queries;

/// <summary>Look-ups of the runtime itself: who is calling, before any organisation is known.</summary>
public interface IIdentityQueries
{
    /// <summary>By address, in any case.</summary>
    Task<UserItem?> UserByEmailAsync(string email, CancellationToken cancellationToken = default);

    Task<UserItem?> UserAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Whether any user holds the deployment role <c>operator</c>.</summary>
    Task<bool> HasOperatorAsync(CancellationToken cancellationToken = default);

    /// <summary>Oldest first, at most 200: the first is the personal organisation.</summary>
    Task<IReadOnlyList<MembershipItem>> MembershipsAsync(Guid userId, CancellationToken cancellationToken = default);

    Task<MembershipItem?> MembershipAsync(Guid organizationId, Guid userId, CancellationToken cancellationToken = default);

    /// <summary>The sign-in whose current or previous refresh token has this hash.</summary>
    Task<AuthSessionItem?> AuthSessionByRefreshHashAsync(byte[] refreshHash, CancellationToken cancellationToken = default);

    /// <summary>Whether a sign-in is neither revoked nor expired.</summary>
    Task<bool> IsAuthSessionLiveAsync(Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>The unrevoked worker token with this hash.</summary>
    Task<WorkerTokenItem?> WorkerTokenByHashAsync(byte[] tokenHash, CancellationToken cancellationToken = default);

    /// <summary>Organisation of an account, whosever it is; null if there is no such account. For grains that are addressed by account id alone.</summary>
    Task<Guid?> OrganizationOfAccountAsync(Guid accountId, CancellationToken cancellationToken = default);

    /// <summary>Whether (channel, key) is claimed by anybody.</summary>
    Task<bool> AccountKeyExistsAsync(string channelId, string accountKey, CancellationToken cancellationToken = default);
}
