using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>JSON bodies of the edges' surface, within its limits.</summary>
internal static class EdgeJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = EdgeSurface.MaxDepth, AllowDuplicateProperties = false };

    private static readonly Refusal NotJson = Refusal.BadRequest($"The body must be a JSON object in UTF-8, nested at most {EdgeSurface.MaxDepth} levels, each name once.");

    /// <exception cref="BadHttpRequestException">413 too large, 415 not JSON.</exception>
    public static async ValueTask<(JsonElement? Root, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        var body = await RawBody.ReadAsync(context, EdgeSurface.MaxBodyBytes);
        if (body.Length > 0 && !context.Request.HasJsonContentType())
            throw new BadHttpRequestException("Not JSON.", StatusCodes.Status415UnsupportedMediaType);
        return Parse(body);
    }

    /// <summary>No body at all counts as an empty object, so that a required field is what the answer names.</summary>
    internal static (JsonElement? Root, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        // The parser looks at no more than the structure; text that is none would fail whoever reads it later.
        if (!Utf8.IsValid(body.Span))
            return (null, NotJson);
        try
        {
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), null) : (null, NotJson);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with an escaped half of a surrogate pair.
            return (null, NotJson);
        }
    }
}
