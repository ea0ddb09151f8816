using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>One relay's end of NIP-01: arrays over a socket, the first word naming the rest.</summary>
internal sealed class NostrRelay(VendorSocket socket) : IAsyncDisposable
{
    public Task WriteAsync(JsonArray message, CancellationToken cancellationToken) =>
        socket.WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), cancellationToken);

    /// <summary>The next array; null when the relay closed. What is no array is skipped.</summary>
    public async Task<BodyReader?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await socket.ReadMessageAsync(cancellationToken) is { } bytes)
        {
            // The reader of objects is the careful one, so the array is put into one.
            byte[] wrapped = [.. "{\"m\":"u8, .. bytes, (byte)'}'];
            if (JsonBody.TryParseAnswer(wrapped, out var body) && body["m"] is { IsArray: true } message)
                return message;
        }

        return null;
    }

    public Task CloseAsync() => socket.CloseAsync(1000);

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}
