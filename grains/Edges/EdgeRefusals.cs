using Vespid.GrainInterfaces.Control;

namespace Vespid.Grains.Edges;

/// <summary>Refusals that agents know.</summary>
internal static class EdgeRefusals
{
    public static readonly Refusal InvalidToken = new(RefusalKind.Unauthorized, "invalid_token", "The bearer is not known.");
    public static readonly Refusal NodeRetired = new(RefusalKind.Gone, "node_retired", "This edge is out of service; register it anew.");
    public static readonly Refusal TooMany = new(RefusalKind.TooMany, "too_many_requests", "Reports come too fast.");
    public static readonly Refusal SchemaUnsupported = new(RefusalKind.Unprocessable, "schema_unsupported", "The report's schema is newer than this server.");
    public static readonly Refusal EpochNotIssued = Refusal.Conflict("epoch_not_issued", "That epoch was not issued to this edge.");
    public static readonly Refusal NotProvisioned = Refusal.Unavailable("not_provisioned", "There is none yet.");
    public static readonly Refusal CatalogNotReady = Refusal.Unavailable("catalog_not_ready", "The catalog is not complete; no configuration is issued that is known to be broken.");
    public static readonly Refusal NodeUnknown = new(RefusalKind.NotFound, "node_unknown", "There is no such edge.");
    public static readonly Refusal PartnerUnknown = new(RefusalKind.NotFound, "partner_unknown", "There is no such partner.");

    public static Refusal Invalid(string field, string why) => Invalid(new Dictionary<string, string> { [field] = why });

    public static Refusal Invalid(IReadOnlyDictionary<string, string> fields) => new(RefusalKind.BadRequest, "invalid_request", "Some fields are not valid.", fields);
}
