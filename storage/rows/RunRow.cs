using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>runs</c>: a workflow run, or a turn of a session. A repeat of the same id changes nothing.</summary>
/// <param name="Id">Derived from message and workflow, so that one message makes one run of a workflow.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Kind"><c>workflow</c> or <c>turn</c>.</param>
/// <param name="Admitted">False while a quota holds it back.</param>
/// <param name="WorkflowId">For a workflow run.</param>
/// <param name="SessionId">For a turn.</param>
/// <param name="AccountId">Account of the message.</param>
/// <param name="ConversationId">Conversation of the message.</param>
/// <param name="MessageId">The message that is its input.</param>
/// <param name="TriggerType">For example <c>channel</c>.</param>
/// <param name="TriggerSource">For example <c>channel.internal</c>.</param>
/// <param name="RequestedByUserId">Creator of the workflow.</param>
/// <param name="Input">JSON text; null when the input is the message.</param>
/// <param name="MaxAttempts">Tries before it fails for good.</param>
/// <param name="TraceParent">W3C trace context.</param>
public sealed record RunRow(
    Guid Id,
    Guid OrganizationId,
    string Kind,
    bool Admitted,
    Guid? WorkflowId,
    Guid? SessionId,
    Guid? AccountId,
    string? ConversationId,
    Guid? MessageId,
    string? TriggerType,
    string? TriggerSource,
    Guid? RequestedByUserId,
    string? Input,
    int MaxAttempts,
    string? TraceParent) : CommitRow;
