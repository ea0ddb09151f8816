using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vespid.Tests.Integration.Support;

/// <summary>Requests as no well-behaved client would make them.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };

    /// <summary>Sends these bytes under this media type.</summary>
    /// <param name="method">Method.</param>
    /// <param name="url">Where to.</param>
    /// <param name="body">Null for no body.</param>
    /// <param name="contentType">Null for none.</param>
    /// <param name="chunked">Without telling the length.</param>
    /// <param name="headers">Further headers, unchecked.</param>
    public static async Task<RawAnswer> SendAsync(
        HttpMethod method, Uri url, byte[]? body = null, string? contentType = "application/json", bool chunked = false, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = chunked ? new StreamContent(new Unseekable(body)) : new ByteArrayContent(body);
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        }

        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Client.SendAsync(request);
        return new RawAnswer(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.RetryAfter?.Delta,
            answer.Headers.TryGetValues("set-cookie", out var cookies) ? [.. cookies] : []);
    }

    public static Task<RawAnswer> PostAsync(Uri url, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, url, Encoding.UTF8.GetBytes(json), headers: headers);

    /// <summary>Writes the bytes to the port and reads the status of the answer; 0 when the connection was closed without one.</summary>
    /// <param name="server">Whose port.</param>
    /// <param name="request">What to write.</param>
    /// <param name="breaksOff">Say that nothing follows.</param>
    public static async Task<int> ExchangeAsync(Uri server, byte[] request, bool breaksOff = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, patience.Token);
        await using var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(request, patience.Token);
            if (breaksOff)
                socket.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync(patience.Token);
            return line?.Split(' ') is [_, { } status, ..] ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
