using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Http;

/// <summary>Reads a JSON body within its limits.</summary>
internal static class JsonBody
{
    public const int MaxDepth = 64;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly Refusal NotJson = Refusal.BadRequest($"The body must be JSON in UTF-8, nested at most {MaxDepth} levels, each name once.");

    /// <exception cref="BadHttpRequestException">413 too large, 415 not JSON.</exception>
    public static async ValueTask<(BodyFields? Fields, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var body = await RawBody.ReadAsync(context, options.MaxBodyBytes);
        if (body.Length > 0 && !context.Request.HasJsonContentType())
            throw new BadHttpRequestException("Not JSON.", StatusCodes.Status415UnsupportedMediaType);
        return Parse(body);
    }

    /// <summary>No body at all counts as an empty object, so that a required field is what the answer names.</summary>
    internal static (BodyFields? Fields, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        // The parser looks at no more than the structure; text that is none would fail whoever reads it later.
        if (!Utf8.IsValid(body.Span))
            return (null, NotJson);
        try
        {
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body, Strict);
            return (new BodyFields(document.RootElement.Clone()), null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with an escaped half of a surrogate pair.
            return (null, NotJson);
        }
    }
}
