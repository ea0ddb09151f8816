using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Vespid.Bench.Table.Load;

/// <summary>Loopback receiver of replies, in the client's process. A reply repeats the text it answers, and that says when it was sent.</summary>
internal sealed class ReplySink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<int> _latencies = [];
    private int _count;

    private ReplySink(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/replies";

    /// <summary>Replies since the start.</summary>
    public int Count => Volatile.Read(ref _count);

    public static async Task<ReplySink> StartAsync(CancellationToken cancellationToken)
    {
        var port = Processes.Ports.Free();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var sink = new ReplySink(builder.Build(), port);
        sink._app.Run(sink.TakeAsync);
        await sink._app.StartAsync(cancellationToken);
        return sink;
    }

    /// <summary>Microseconds from the send of each message to the arrival of its reply, of those that came since it was last asked.</summary>
    public List<int> TakeLatencies()
    {
        var taken = new List<int>();
        while (_latencies.TryDequeue(out var latency))
            taken.Add(latency);
        return taken;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (SentAt(body.GetBuffer().AsSpan(0, (int)body.Length)) is { } sent)
            _latencies.Enqueue((int)TimeProvider.System.GetElapsedTime(sent).TotalMicroseconds);
        Interlocked.Increment(ref _count);
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
    }

    private static long? SentAt(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf(LoadClient.Stamp);
        return at >= 0 && Utf8Parser.TryParse(body[(at + LoadClient.Stamp.Length)..], out long sent, out _) ? sent : null;
    }
}
