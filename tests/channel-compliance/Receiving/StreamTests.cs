using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Receiving;

/// <summary>Lines and events of a stream, however it is cut.</summary>
public sealed class StreamTests
{
    [Theory]
    [InlineData("one\ntwo\r\n\nthree\r\rx\n", "one|two||three\r\rx")]
    [InlineData("one\nno end", "one")]
    [InlineData("ü日😀\n", "ü日😀")]
    [InlineData("", "")]
    public async Task Lines_end_with_a_newline_and_may_come_in_pieces(string text, string lines)
    {
        foreach (var piece in new[] { 1, 2, 3, 1000 })
            Assert.Equal(lines, string.Join('|', await LinesAsync(new Pieces(Encoding.UTF8.GetBytes(text), piece), 1000)));
    }

    [Fact]
    public async Task What_an_earlier_read_left_behind_is_not_read_again() =>
        Assert.Equal(["aaa", "bbb", "c"], await LinesAsync(new Pieces("aaa\nbbb\nc\nd"u8.ToArray(), 8), 1000));

    [Fact]
    public async Task A_line_may_be_as_long_as_its_bound_over_any_number_of_reads()
    {
        var longest = new string('x', 40_000);
        Assert.Equal([longest, longest], await LinesAsync(new Pieces(Encoding.UTF8.GetBytes($"{longest}\n{longest}\n"), 10_000), 40_000));
        Assert.Equal("line_too_long", (await Assert.ThrowsAsync<ReceiverException>(() => LinesAsync(new Pieces(Encoding.UTF8.GetBytes($"ok\n{longest}x\n"), 10_000), 40_000))).Message);
    }

    [Fact]
    public async Task Each_read_is_a_sign_of_life()
    {
        var heard = 0;
        using var stream = new Pieces("ab\ncd\n"u8.ToArray(), 1);
        var reader = new LineReader(stream, 10, () => heard++);
        await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(3, heard);
    }

    [Fact]
    public async Task A_broken_connection_is_told_from_a_stop()
    {
        using var broken = new Pieces([], 1, new IOException("reset"));
        var reader = new LineReader(broken, 10, () => { });
        var fault = await Assert.ThrowsAsync<ReceiverException>(() => reader.ReadAsync(CancellationToken.None));
        Assert.Equal(("connection_lost", false), (fault.Message, fault.IsFatal));
        Assert.IsType<IOException>(fault.InnerException);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("data: a\n\n", "a")]
    [InlineData("data:a\n\n", "a")]
    [InlineData("data:  a\n\n", " a")]
    [InlineData("data: a: b\n\n", "a: b")]
    [InlineData("data\n\n", "")]
    [InlineData("data: a\ndata: b\n\n", "a\nb")]
    [InlineData(": comment\n\ndata: a\n\n", "a")]
    [InlineData("event: x\nretry: 5\ndata: a\n\n", "a")]
    [InlineData("Data: x\ndata: a\n\n", "a")]
    [InlineData("id: 7\n\ndata: a\n\n", "a")]
    [InlineData("data: a", null)]
    [InlineData("id: 7\n\n", null)]
    public async Task An_event_is_its_data(string text, string? data)
    {
        var read = await EventAsync(text, 100);
        Assert.Equal(data, read?.Data);
        Assert.Null(read?.Id);
    }

    [Fact]
    public async Task An_event_has_the_id_of_its_own_lines() => Assert.Equal(new StreamEvent("8", "a"), await EventAsync("id: 7\n\nid:8\ndata: a\n\n", 100));

    [Theory]
    [InlineData("data: 12345\ndata: 6789\n\n", true)]
    [InlineData("data: 12345\ndata: 67890\n\n", false)]
    [InlineData("data: 12345678901\n\n", false)]
    public async Task An_event_is_no_longer_than_its_bound(string text, bool read)
    {
        if (read)
            Assert.Equal("12345\n6789", (await EventAsync(text, 10))!.Data);
        else
            Assert.Equal("event_too_long", (await Assert.ThrowsAsync<ReceiverException>(() => EventAsync(text, 10))).Message);
    }

    private static async Task<List<string>> LinesAsync(Stream stream, int longest)
    {
        var reader = new LineReader(stream, longest, () => { });
        var lines = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line)
            lines.Add(line);
        return lines;
    }

    private static Task<StreamEvent?> EventAsync(string text, int longest) =>
        new EventStream(new LineReader(new Pieces(Encoding.UTF8.GetBytes(text), 3), 1000, () => { }), longest).ReadAsync(CancellationToken.None);

    /// <summary>Gives a few bytes a read, and perhaps a fault at the end.</summary>
    private sealed class Pieces(byte[] bytes, int piece, Exception? end = null) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], CancellationToken.None);
            return read == 0 && end is not null ? throw end : read;
        }
    }
}
