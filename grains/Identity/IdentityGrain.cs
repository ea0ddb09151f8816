using System.Collections.Immutable;
using Orleans.Concurrency;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;

namespace Vespid.Grains.Identity;

[StatelessWorker]
internal sealed class IdentityGrain(ControlCommits commits, AuditTrail audit, IIdentityQueries identities, IIdSource ids) : Grain, IIdentityGrain
{
    public async Task<Outcome<Registered>> Register(RegisterUser command, Actor actor)
    {
        var registered = new Registered(ids.NewId(), ids.NewId(), command.RefreshHash is null ? null : ids.NewId());
        ImmutableArray<CommitRow> rows =
        [
            new UserInsert(registered.UserId, command.Email, command.DisplayName, command.PasswordHash, command.DeploymentRole),
            new OrganizationInsert(registered.OrganizationId, command.OrganizationName),
            new MembershipInsert(registered.OrganizationId, registered.UserId, "owner"),
            .. registered.SessionId is { } session
                ? [new AuthSessionInsert(session, registered.UserId, command.RefreshHash!, command.RefreshTimeToLive)]
                : ImmutableArray<CommitRow>.Empty,
            audit.Of(registered.OrganizationId, actor, "user.registered", "user", registered.UserId.ToString()),
        ];
        try
        {
            await commits.CommitAsync(null, rows);
        }
        catch (CommitRejectedException fault) when (fault.Constraint == "users_email")
        {
            return Refusal.Conflict("CONFLICT", "An account with this address exists.");
        }

        return registered;
    }

    public async Task<Refusal?> SignIn(Guid sessionId, Guid userId, byte[] refreshHash, TimeSpan timeToLive, Actor actor)
    {
        await commits.CommitAsync(
            null,
            new AuthSessionInsert(sessionId, userId, refreshHash, timeToLive),
            audit.Of(null, actor, "user.signed_in", "user", userId.ToString()));
        return null;
    }

    public async Task<Outcome<Refreshed>> Refresh(byte[] presentedHash, byte[] nextHash, TimeSpan timeToLive, Actor actor)
    {
        if (await identities.AuthSessionByRefreshHashAsync(presentedHash) is not { IsLive: true } session)
            return Unauthorized("UNAUTHORIZED", "The refresh token is not valid.");
        if (!session.IsCurrent)
            return await RevokeReusedAsync(session, actor);

        var status = await commits.CommitAsync(null, new AuthSessionRotate(session.Id, presentedHash, nextHash, timeToLive));
        // Two requests with the same token at once: one rotated it, the other is its second use.
        return status == CommitStatus.Applied ? new Refreshed(session.UserId, session.Id) : await RevokeReusedAsync(session, actor);
    }

    public async Task<Refusal?> SignOut(Guid sessionId, Actor actor)
    {
        await commits.CommitAsync(null, new AuthSessionRevoke(sessionId), audit.Of(null, actor, "user.signed_out", "auth_session", sessionId.ToString()));
        return null;
    }

    private async Task<Outcome<Refreshed>> RevokeReusedAsync(AuthSessionItem session, Actor actor)
    {
        await commits.CommitAsync(
            null, new AuthSessionRevoke(session.Id), audit.Of(null, actor, "user.refresh_reused", "auth_session", session.Id.ToString()));
        return Unauthorized("REFRESH_REUSED", "The refresh token was used before; sign in again.");
    }

    private static Refusal Unauthorized(string code, string message) => new(RefusalKind.Unauthorized, code, message);
}
