using System.Diagnostics.CodeAnalysis;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Http;

/// <summary>Query parameters of lists.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    private const int MostCursor = 500;

    /// <summary>Reads <c>limit</c> (1 to 200) and <c>cursor</c>.</summary>
    public static bool TryRead(int? limit, string? cursor, out PageRequest page, [NotNullWhen(false)] out RefusalResult? fault, int defaultLimit = DefaultLimit)
    {
        page = new PageRequest(limit ?? defaultLimit, string.IsNullOrEmpty(cursor) ? null : cursor);
        fault = limit is < 1 or > PageRequest.MaxLimit ? Refusals.Field("limit", $"Expected a whole number from 1 to {PageRequest.MaxLimit}.")
            : cursor?.Length > MostCursor ? Refusals.Field("cursor", "Expected a cursor from an answer of this list.")
            : (RefusalResult?)null;
        return fault is null;
    }
}
