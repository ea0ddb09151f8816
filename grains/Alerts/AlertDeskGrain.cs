using Orleans.Concurrency;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Edges;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Alerts;

[StatelessWorker]
internal sealed class AlertDeskGrain(
    ControlCommits commits, AuditTrail audit, IAlertStore alerts, IEdgeStore edges, ISecretProtector protector, TimeProvider clock, IIdSource ids) : Grain, IAlertDeskGrain
{
    public async Task<Outcome<Guid>> Silence(Guid organizationId, NewSilence silence, Actor actor)
    {
        if (DeskRules.Check(silence, clock.GetUtcNow()) is { } refusal)
            return refusal;
        var id = ids.NewId();
        var row = new SilenceInsert
        {
            Id = id,
            OrganizationId = organizationId,
            Kind = silence.Kind,
            PartnerId = silence.Match.PartnerId,
            NodeId = silence.Match.NodeId,
            Region = silence.Match.Region,
            Alert = silence.Match.Alert,
            Subject = silence.Match.Subject,
            Severity = silence.Match.Severity,
            Reason = silence.Reason,
            Author = actor.Id ?? actor.Kind,
            StartsAt = silence.StartsAt,
            EndsAt = silence.EndsAt,
            Repeat = silence.Repeat,
        };
        await commits.CommitAsync(
            organizationId, row, audit.Of(organizationId, actor, "alert.silenced", "alert_silence", id.ToString(), ("kind", silence.Kind), ("reason", silence.Reason)));
        return id;
    }

    public Task<Refusal?> EndSilence(Guid organizationId, Guid silenceId, Actor actor) => CommitAsync(
        organizationId, "Silence", new SilenceEnd(silenceId, organizationId), audit.Of(organizationId, actor, "alert.silence_ended", "alert_silence", silenceId.ToString()));

    public Task<Refusal?> Acknowledge(Guid organizationId, Guid incidentId, string? note, Actor actor) => note is { Length: > 1000 }
        ? Task.FromResult<Refusal?>(EdgeRefusals.Invalid("note", "Must have at most 1000 characters."))
        : CommitAsync(
            organizationId, "Incident", new AckInsert(incidentId, organizationId, actor.Id ?? actor.Kind, note),
            audit.Of(organizationId, actor, "alert.acknowledged", "alert_incident", incidentId.ToString(), ("note", note)));

    public async Task<Refusal?> PutReceiver(Guid organizationId, string receiverId, ReceiverSettings settings, Actor actor)
    {
        if (DeskRules.Check(receiverId, settings) is { } refusal)
            return refusal;
        var isDeployments = organizationId == Guid.Empty;
        if (settings.PartnerId is { } partner && (await edges.PartnerAsync(partner) is not { } known || !(isDeployments || known.OrganizationId == organizationId)))
            return EdgeRefusals.Invalid("partnerId", "Must be a partner of the organisation.");
        if (settings.EscalateTo is { } next && (await alerts.ReceiverAsync(next) is not { } found || !(isDeployments || found.OrganizationId == organizationId)))
            return EdgeRefusals.Invalid("escalateTo", "Must be another receiver.");
        byte[]? token = null;
        if (settings.TelegramToken is { IsSet: true, Value: { Length: > 0 } value })
        {
            if (!protector.IsConfigured)
                return Refusal.Unavailable("secrets_not_configured", "Set SECRETS_KEK_BASE64 to store secrets.");
            token = protector.Seal(value, SecretPurpose.OfReceiver(organizationId, receiverId)).Pack();
        }

        return await CommitAsync(
            organizationId, "Receiver",
            new ReceiverPut(
                receiverId, organizationId, settings.PartnerId, settings.WebhookUrl, settings.TelegramChat, settings.TelegramToken.IsSet, token, settings.EscalateTo, settings.Enabled),
            audit.Of(organizationId, actor, "alert.receiver_put", "alert_receiver", receiverId, ("partner", settings.PartnerId), ("enabled", settings.Enabled)));
    }

    public Task<Refusal?> DeleteReceiver(Guid organizationId, string receiverId, Actor actor) => receiverId == ReceiverRecord.Default
        ? Task.FromResult<Refusal?>(Refusal.Conflict("receiver_is_default", "The default receiver stays; it can be disabled."))
        : CommitAsync(organizationId, "Receiver", new ReceiverDelete(receiverId, organizationId), audit.Of(organizationId, actor, "alert.receiver_deleted", "alert_receiver", receiverId));

    private async Task<Refusal?> CommitAsync(Guid organizationId, string what, CommitRow row, CommitRow trail) =>
        await commits.CommitAsync(organizationId, row, trail) == CommitStatus.Applied ? null : Refusal.NotFound(what);
}
