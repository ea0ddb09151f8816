using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Channels;

/// <summary>One channel account: everything an operator changes about it. The row is the state; each method is one commit with its audit event.</summary>
[Alias("vespid.channel-account")]
public interface IChannelAccountGrain : IGrainWithGuidKey
{
    /// <summary>Claims (channel, key). 409 <c>CHANNEL_ACCOUNT_EXISTS</c> when taken by anybody.</summary>
    [Alias("create")]
    Task<Refusal?> Create(Guid organizationId, CreateAccount command, Actor actor);

    [Alias("change")]
    Task<Refusal?> Change(Guid organizationId, ChangeAccount command, Actor actor);

    /// <summary>Removes the account and everything of it; frees its name.</summary>
    [Alias("delete")]
    Task<Refusal?> Delete(Guid organizationId, Actor actor);

    /// <summary><c>start</c>, <c>stop</c>, <c>reconnect</c>, <c>login</c>, <c>logout</c>.</summary>
    [Alias("act")]
    Task<Refusal?> Act(Guid organizationId, string action, Actor actor);

    /// <summary>Idempotent.</summary>
    [Alias("allow")]
    Task<Refusal?> Allow(Guid organizationId, string scope, string subject, Actor actor);

    [Alias("disallow")]
    Task<Refusal?> Disallow(Guid organizationId, string scope, string subject, Actor actor);

    /// <summary>
    /// Decides a pairing request; approving adds the requester to the allowlist in the same commit. Repeating the same decision is no
    /// fault; 409 <c>PAIRING_REQUEST_DECIDED</c> or <c>PAIRING_REQUEST_EXPIRED</c> otherwise.
    /// </summary>
    [Alias("decide-pairing")]
    Task<Refusal?> DecidePairing(Guid organizationId, Guid requestId, bool approve, Actor actor);

    /// <summary>409 <c>SECRET_ALREADY_EXISTS</c>; 503 <c>SECRETS_NOT_CONFIGURED</c> without a key.</summary>
    /// <returns>Id of the secret.</returns>
    [Alias("add-secret")]
    Task<Outcome<Guid>> AddSecret(Guid organizationId, string name, string value, Actor actor);

    /// <summary>Puts a new value; the old one verifies too for <paramref name="overlap"/>.</summary>
    [Alias("rotate-secret")]
    Task<Refusal?> RotateSecret(Guid organizationId, string name, string value, TimeSpan overlap, Actor actor);

    [Alias("remove-secret")]
    Task<Refusal?> RemoveSecret(Guid organizationId, string name, Actor actor);

    /// <summary>Queues a message and waits up to 10 s for its delivery.</summary>
    [Alias("test-send")]
    Task<Outcome<TestSendResult>> TestSend(Guid organizationId, string conversationId, string text, string? replyToProviderMessageId, Actor actor);
}
