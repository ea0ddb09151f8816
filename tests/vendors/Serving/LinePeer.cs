using System.Net.Sockets;
using System.Text;

namespace Vespid.Vendors;

/// <summary>The other end of a connection of lines.</summary>
public sealed class LinePeer
{
    private readonly TcpClient _client;
    private readonly Stream _stream;
    private readonly CancellationToken _stopping;
    private readonly StreamReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LinePeer(TcpClient client, Stream stream, CancellationToken stopping)
    {
        (_client, _stream, _stopping) = (client, stream, stopping);
        _reader = new(stream, new UTF8Encoding(false));
    }

    /// <summary>All lines that came.</summary>
    public Ledger<string> Received { get; } = new();

    /// <summary>The other side has left.</summary>
    public Task Gone => _gone.Task;

    /// <returns>Null at the end.</returns>
    public async Task<string?> ReadAsync()
    {
        var line = await _reader.ReadLineAsync(_stopping);
        if (line is not null)
            Received.Record(line);
        return line;
    }

    public async Task SendAsync(string line, string end = "\r\n")
    {
        await _writing.WaitAsync(_stopping);
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + end), _stopping);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Drop() => _client.Close();

    internal void Ended()
    {
        _gone.TrySetResult();
        _client.Close();
    }
}
