using Vespid.Storage.Queries;

namespace Vespid.Gateway.Delivery;

/// <summary>Which dead letters. What is absent does not restrict.</summary>
internal sealed record DeadLetterFilterBody(
    Guid? AccountId, string? ConversationId, string? LaneKey, string? Kind, string? ErrorClass, DateTimeOffset? CreatedBefore)
{
    public OutboxFilter ToFilter() => OutboxFilter.DeadLetters with
    {
        AccountId = AccountId,
        ConversationId = ConversationId,
        LaneKey = LaneKey,
        Kind = Kind,
        ErrorClass = ErrorClass,
        CreatedBefore = CreatedBefore,
    };
}
