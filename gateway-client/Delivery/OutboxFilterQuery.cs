using Microsoft.AspNetCore.Mvc;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Delivery;

/// <summary>Which entries a list shows.</summary>
internal sealed class OutboxFilterQuery
{
    [FromQuery(Name = "accountId")]
    public Guid? AccountId { get; init; }

    [FromQuery(Name = "conversationId")]
    public string? ConversationId { get; init; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    [FromQuery(Name = "errorClass")]
    public string? ErrorClass { get; init; }

    [FromQuery(Name = "createdBefore")]
    public DateTimeOffset? CreatedBefore { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    public OutboxFilter ToFilter(string? status) => new()
    {
        Status = status,
        AccountId = AccountId,
        ConversationId = OutboxWords.NullIfEmpty(ConversationId),
        Kind = OutboxWords.NullIfEmpty(Kind),
        ErrorClass = OutboxWords.NullIfEmpty(ErrorClass),
        CreatedBefore = CreatedBefore?.ToUniversalTime(),
    };

    /// <summary>What is wrong with a status word, if anything.</summary>
    public static RefusalResult? CheckStatus(string? status) => status is null || OutboxWords.Statuses.Contains(status)
        ? null
        : (RefusalResult)Refusals.Field("status", $"Expected one of {string.Join(", ", OutboxWords.Statuses)}.");
}
