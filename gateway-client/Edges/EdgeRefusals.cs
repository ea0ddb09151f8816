using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>Refusals that agents get before a grain is asked.</summary>
internal static class EdgeRefusals
{
    /// <summary>One answer for no token, an unknown one and one that is no longer good.</summary>
    public static readonly Refusal InvalidToken = new(RefusalKind.Unauthorized, "invalid_token", "The token is not valid.");

    public static readonly Refusal NodeMismatch = Refusal.Forbidden("node_mismatch", "The token is that of another node.");
    public static readonly Refusal NodeUnknown = new(RefusalKind.NotFound, "node_unknown", "There is no such node.");
    public static readonly Refusal TooMany = new(RefusalKind.TooMany, "too_many_requests", "Too many requests. Wait as long as Retry-After says.");
    public static readonly Refusal NoSuchFile = new(RefusalKind.NotFound, "not_found", "There is no such file.");
    public static readonly Refusal NoSuchPage = new(RefusalKind.NotFound, "not_found", "There is no such page.");
}
