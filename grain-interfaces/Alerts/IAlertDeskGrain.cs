using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Alerts;

/// <summary>What operators say about alerts. Stateless; key 0. Organisation 0 is the deployment: it covers all.</summary>
[Alias("vespid.alert-desk")]
public interface IAlertDeskGrain : IGrainWithIntegerKey
{
    /// <returns>Id of the silence.</returns>
    [Alias("silence")]
    Task<Outcome<Guid>> Silence(Guid organizationId, NewSilence silence, Actor actor);

    /// <summary>Ends it now.</summary>
    [Alias("end-silence")]
    Task<Refusal?> EndSilence(Guid organizationId, Guid silenceId, Actor actor);

    /// <summary>Somebody looks after it: no reminders and no escalation any more. Acknowledging twice changes nothing.</summary>
    [Alias("acknowledge")]
    Task<Refusal?> Acknowledge(Guid organizationId, Guid incidentId, string? note, Actor actor);

    /// <summary>Adds a receiver, or changes it.</summary>
    [Alias("put-receiver")]
    Task<Refusal?> PutReceiver(Guid organizationId, string receiverId, ReceiverSettings settings, Actor actor);

    /// <summary>Removes it with what it has not told yet. <c>default</c> stays: 409 <c>receiver_is_default</c>.</summary>
    [Alias("delete-receiver")]
    Task<Refusal?> DeleteReceiver(Guid organizationId, string receiverId, Actor actor);
}

/// <summary>A silence, or a maintenance window. Fields that are null match all.</summary>
/// <param name="Kind"><c>silence</c> or <c>maintenance</c>.</param>
/// <param name="Match">What it covers.</param>
/// <param name="Reason">Required.</param>
/// <param name="StartsAt">Null for now.</param>
/// <param name="EndsAt">Required, at most a year ahead.</param>
/// <param name="Repeat"><c>none</c>, <c>daily</c> or <c>weekly</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.new-silence")]
public sealed record NewSilence(
    [property: Id(0)] string Kind,
    [property: Id(1)] SilenceMatch Match,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset? StartsAt,
    [property: Id(4)] DateTimeOffset EndsAt,
    [property: Id(5)] string Repeat);

/// <summary>What a silence covers: all fields that are set must be equal.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.silence-match")]
public sealed record SilenceMatch(
    [property: Id(0)] string? PartnerId = null,
    [property: Id(1)] string? NodeId = null,
    [property: Id(2)] string? Region = null,
    [property: Id(3)] string? Alert = null,
    [property: Id(4)] string? Subject = null,
    [property: Id(5)] string? Severity = null);

/// <summary>Where a receiver's messages go.</summary>
/// <param name="PartnerId">Null for all partners of the organisation.</param>
/// <param name="WebhookUrl">First hop.</param>
/// <param name="TelegramChat">Second hop.</param>
/// <param name="TelegramToken">Bot token; null within a set change removes it, not set keeps it.</param>
/// <param name="EscalateTo">Receiver that is told when nobody acknowledges.</param>
/// <param name="Enabled">Whether it is told of new events.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.receiver-settings")]
public sealed record ReceiverSettings(
    [property: Id(0)] string? PartnerId,
    [property: Id(1)] string? WebhookUrl,
    [property: Id(2)] string? TelegramChat,
    [property: Id(3)] Change<string> TelegramToken,
    [property: Id(4)] string? EscalateTo,
    [property: Id(5)] bool Enabled);
