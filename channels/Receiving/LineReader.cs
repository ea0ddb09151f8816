using System.Buffers;
using System.Text;

namespace Vespid.Channels;

/// <summary>Lines of a stream, none longer than a bound, with a sign of life for each read.</summary>
/// <param name="stream">Read to its end; not disposed.</param>
/// <param name="maxLine">Bytes.</param>
/// <param name="heard">Called whenever something came, if only a part of a line.</param>
internal sealed class LineReader(Stream stream, int maxLine, Action heard)
{
    private readonly byte[] _chunk = new byte[16 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _at;
    private int _end;

    /// <returns>Without its end; null at the end of the stream.</returns>
    /// <exception cref="ReceiverException">The line is too long, or the connection broke.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_at == _end && !await FillAsync(cancellationToken))
                return null;
            var newline = _chunk.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            var length = newline < 0 ? _end - _at : newline;
            if (_line.WrittenCount + length > maxLine)
                throw new ReceiverException("line_too_long");
            _line.Write(_chunk.AsSpan(_at, length));
            _at += newline < 0 ? length : length + 1;
            if (newline >= 0)
                return Take();
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            _at = 0;
            _end = await stream.ReadAsync(_chunk, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or ObjectDisposedException)
        {
            _end = 0;
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException("connection_lost", inner: fault);
        }

        heard();
        return _end > 0;
    }

    private string Take()
    {
        var text = Encoding.UTF8.GetString(_line.WrittenSpan);
        _line.ResetWrittenCount();
        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
