using System.Globalization;
using System.Text;
using Vespid.Tests.Fuzz.Checks;

namespace Vespid.Tests.Fuzz.Http;

/// <summary>A request as bytes, right or wrong.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="IsHead">Whether the answer has no body whatever it says.</param>
/// <param name="IsBroken">Whether it is no request at all, so that the server may end the connection without any ceremony.</param>
internal sealed record RawRequest(byte[] Bytes, bool IsHead, bool IsBroken)
{
    /// <summary>Puts a request together; nothing is escaped or checked.</summary>
    public static RawRequest Of(string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body, bool chunked = false)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        foreach (var (name, value) in headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (chunked && body is not null)
        {
            head.Append("transfer-encoding: chunked\r\n\r\n");
            var cut = body.Length / 2;
            byte[] all = [.. Latin(head), .. Chunk(body[..cut]), .. Chunk(body[cut..]), .. "0\r\n\r\n"u8];
            return new RawRequest(all, method == "HEAD", IsBroken: false);
        }

        if (body is not null)
            head.Append(CultureInfo.InvariantCulture, $"content-length: {body.Length}\r\n");
        head.Append("\r\n");
        return new RawRequest([.. Latin(head), .. body ?? []], method == "HEAD", IsBroken: false);
    }

    public override string ToString() => Printable.Of(Bytes);

    private static byte[] Latin(StringBuilder text) => Encoding.Latin1.GetBytes(text.ToString());

    private static byte[] Chunk(byte[] bytes) =>
        bytes.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];
}
