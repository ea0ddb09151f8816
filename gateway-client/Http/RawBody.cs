using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Http;

/// <summary>Reads a body into one array of its exact size.</summary>
internal static class RawBody
{
    private static BadHttpRequestException TooLarge => new("Too large.", StatusCodes.Status413PayloadTooLarge);

    /// <exception cref="BadHttpRequestException">413 above <paramref name="most"/> bytes; 400 when it ends early.</exception>
    public static ValueTask<byte[]> ReadAsync(HttpContext context, int most)
    {
        var length = context.Request.ContentLength;
        if (length > most)
            throw TooLarge;
        return length switch
        {
            0 => ValueTask.FromResult<byte[]>([]),
            { } known => ReadKnownAsync(context.Request.Body, new byte[known], context.RequestAborted),
            null => ReadUnknownAsync(context, most),
        };
    }

    private static async ValueTask<byte[]> ReadKnownAsync(Stream body, byte[] target, CancellationToken cancellationToken)
    {
        try
        {
            await body.ReadExactlyAsync(target, cancellationToken);
            return target;
        }
        catch (EndOfStreamException)
        {
            throw new BadHttpRequestException("Cut short.", StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>A chunked body says its size only at its end.</summary>
    private static async ValueTask<byte[]> ReadUnknownAsync(HttpContext context, int most)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > most)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw TooLarge;
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
