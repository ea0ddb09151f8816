using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Somebody looks after an incident.</summary>
internal sealed record AcknowledgeRequest(string? Note) : IBodyShape<AcknowledgeRequest>
{
    public static AcknowledgeRequest Read(BodyFields fields) => new(fields.OptionalText("note", 1, 1_000, trim: true));
}
