namespace Vespid.Storage.Queries;

/// <summary>Which edges a list shows. Null does not restrict.</summary>
/// <param name="PartnerId">Partner.</param>
/// <param name="Verdict">Verdict word.</param>
/// <param name="Liveness">Liveness word; retired edges are shown only when it is <c>retired</c>.</param>
/// <param name="Text">Part of id, label, domain or region, in any case.</param>
public sealed record EdgeFilter(string? PartnerId = null, string? Verdict = null, string? Liveness = null, string? Text = null);
