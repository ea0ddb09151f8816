using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>Reads an agent's body: JSON, or a form whose files are texts.</summary>
internal static class AgentBody
{
    private const int MostFields = 128;
    private static readonly Refusal NotForm = Refusal.BadRequest("The form cannot be read.");

    /// <exception cref="BadHttpRequestException">413 too large, 415 neither JSON nor a form.</exception>
    public static async ValueTask<(AgentFields? Fields, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            var (root, refusal) = await EdgeJson.ReadAsync(context);
            return root is { } found ? (AgentFields.Of(found), null) : (null, refusal);
        }

        // Read whole and within its limit first, so that the form's reader neither waits nor writes to disk.
        var body = await RawBody.ReadAsync(context, EdgeSurface.MaxBodyBytes);
        context.Request.Body = new MemoryStream(body, writable: false);
        try
        {
            var form = await context.Request.ReadFormAsync(
                new FormOptions
                {
                    MemoryBufferThreshold = EdgeSurface.MaxBodyBytes,
                    ValueCountLimit = MostFields,
                    ValueLengthLimit = EdgeSurface.MaxBodyBytes,
                    MultipartBodyLengthLimit = EdgeSurface.MaxBodyBytes,
                },
                context.RequestAborted);
            return (AgentFields.Of(form), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (null, NotForm);
        }
    }
}
