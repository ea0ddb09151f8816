using Vespid.Gateway.Http;

namespace Vespid.Gateway.Delivery;

/// <summary>Dead letters to redrive or purge: by id, or the first 1,000 under a filter.</summary>
/// <param name="Ids">1 to 1,000 ids.</param>
/// <param name="Filter">Instead of ids.</param>
/// <param name="Preview">Only say what would happen.</param>
internal sealed record DeadLetterRequest(IReadOnlyList<Guid>? Ids, DeadLetterFilterBody? Filter, bool? Preview) : IBodyShape<DeadLetterRequest>
{
    internal const int MostIds = 1_000;
    private const int MostWord = 500;

    public static DeadLetterRequest Read(BodyFields fields)
    {
        var ids = fields.OptionalIds("ids", MostIds);
        var filter = fields.OptionalNested("filter", nested => new DeadLetterFilterBody(
            nested.OptionalId("accountId"),
            nested.OptionalText("conversationId", 1, MostWord),
            nested.OptionalText("laneKey", 1, MostWord),
            nested.OptionalText("kind", 1, 64),
            nested.OptionalOneOf("errorClass", "transient", "permanent", "unknown"),
            nested.OptionalTime("createdBefore")));
        if (ids is null == (filter is null))
            fields.Fail("", "Send either ids or filter.");
        return new DeadLetterRequest(ids, filter, fields.OptionalFlag("preview"));
    }
}
