using System.Text;

namespace Vespid.Channels;

/// <summary>Server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html). Comments are only signs of life.</summary>
internal sealed class EventStream(LineReader lines, int maxEvent)
{
    /// <returns>The next event that has data; null at the end of the stream.</returns>
    /// <exception cref="ReceiverException">The event is too long, or the connection broke.</exception>
    public async Task<StreamEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        string? id = null;
        StringBuilder? data = null;
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                    return new(id, data.ToString());
                id = null;
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, string.Empty) : (line[..colon], line[(colon + 1)..]);
            if (value.StartsWith(' '))
                value = value[1..];
            if (field == "id")
                id = value;
            else if (field == "data")
                Append(ref data, value);
        }

        return null;
    }

    private void Append(ref StringBuilder? data, string value)
    {
        data = data is null ? new StringBuilder() : data.Append('\n');
        if (data.Length + value.Length > maxEvent)
            throw new ReceiverException("event_too_long");
        data.Append(value);
    }
}
