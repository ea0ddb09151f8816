using System.Text.Json;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Workflows;

/// <summary>A run of a workflow, or a turn of a session.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c> or <c>timed_out</c>.</param>
/// <param name="Admitted">False while a quota holds it back.</param>
internal sealed record RunAnswer(
    Guid Id,
    Guid OrganizationId,
    Guid? WorkflowId,
    Guid? SessionId,
    string Kind,
    string? TriggerType,
    string? TriggerKey,
    DateTimeOffset? TriggeredAt,
    string? TriggerSource,
    string Status,
    bool Admitted,
    int AttemptCount,
    int MaxAttempts,
    DateTimeOffset? NextAttemptAt,
    Guid? RequestedByUserId,
    Guid? AccountId,
    string? ConversationId,
    Guid? MessageId,
    JsonElement? Input,
    JsonElement? Output,
    string? Error,
    string? ClaimedBy,
    DateTimeOffset? LeaseUntil,
    long Seq,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt)
{
    /// <summary>Key and time of a trigger belong to schedules, which no run here comes from.</summary>
    public static RunAnswer From(RunItem run) => new(
        run.Id, run.OrganizationId, run.WorkflowId, run.SessionId, run.Kind, run.TriggerType, null, null, run.TriggerSource, run.Status, run.Admitted,
        run.AttemptCount, run.MaxAttempts, run.NextAttemptAt, run.RequestedByUserId, run.AccountId, run.ConversationId, run.MessageId,
        StoredJson.Parse(run.Input), StoredJson.Parse(run.Output), run.Error, run.ClaimedBy, run.LeaseUntil, run.Seq,
        run.CreatedAt, run.StartedAt, run.FinishedAt);
}
