using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.OpenApi;
using Vespid.Storage.Feed;
using Vespid.Storage.Snapshots;

namespace Vespid.Gateway.Webchat;

/// <summary>Sends a visitor the replies of the conversation, as they come, until the visitor leaves or the token ends.</summary>
internal sealed class WebchatStream(
    IChangeFeed feed, IAccountDirectory directory, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int Batch = 100;
    private const int TicksBetweenComments = 15;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private int _open;

    /// <summary>Writes the stream; false, with nothing written, when too many are open.</summary>
    public async Task<bool> TryWriteAsync(HttpContext context, Visitor visitor, long afterSeq)
    {
        if (Interlocked.Increment(ref _open) > options.Value.MaxEventStreams)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(context.Response, visitor, afterSeq, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The visitor left, or the process stops: the browser connects again by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        return true;
    }

    /// <summary>One server-sent event. JSON text has no line breaks, so one <c>data</c> line holds it.</summary>
    internal static void Format(IBufferWriter<byte> output, WebchatReply reply)
    {
        Span<byte> seq = stackalloc byte[20];
        reply.Seq.TryFormat(seq, out var length, default, CultureInfo.InvariantCulture);
        output.Write("id: "u8);
        output.Write(seq[..length]);
        output.Write("\nevent: message\ndata: "u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(WebchatReplyEvent.From(reply), GatewayJson.Default.WebchatReplyEvent));
        output.Write("\n\n"u8);
    }

    private async Task WriteAsync(HttpResponse response, Visitor visitor, long afterSeq, CancellationToken cancellationToken)
    {
        // The first read comes before the headers: while storage is away the answer is still 503.
        var replies = await ReadAsync(visitor, afterSeq, cancellationToken);
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        var writer = response.BodyWriter;
        writer.Write("retry: 1000\n\n"u8);
        await writer.FlushAsync(cancellationToken);

        using var timer = new PeriodicTimer(Tick, time);
        for (var tick = 1; ; tick++)
        {
            while (replies.Count > 0)
            {
                afterSeq = await WriteAsync(writer, replies, cancellationToken);
                replies = replies.Count == Batch ? await ReadAsync(visitor, afterSeq, cancellationToken) : [];
            }

            await timer.WaitForNextTickAsync(cancellationToken);
            if (visitor.ExpiresAt <= time.GetUtcNow())
                return;
            if (tick % TicksBetweenComments == 0)
            {
                if (await directory.GetAsync(visitor.AccountId, Freshness.Recent, cancellationToken) is not { Enabled: true })
                    return;
                writer.Write(":\n\n"u8);
                await writer.FlushAsync(cancellationToken);
            }

            try
            {
                replies = await ReadAsync(visitor, afterSeq, cancellationToken);
            }
            catch (DbException exception) when (exception.IsTransient)
            {
                // The next tick asks again; nothing is lost, since the place in the stream stays.
                replies = [];
            }
        }
    }

    private static async Task<long> WriteAsync(PipeWriter writer, IReadOnlyList<WebchatReply> replies, CancellationToken cancellationToken)
    {
        foreach (var reply in replies)
            Format(writer, reply);
        await writer.FlushAsync(cancellationToken);
        return replies[^1].Seq;
    }

    private Task<IReadOnlyList<WebchatReply>> ReadAsync(Visitor visitor, long afterSeq, CancellationToken cancellationToken) =>
        feed.ReadWebchatAsync(visitor.AccountId, visitor.ConversationId, afterSeq, Batch, cancellationToken);
}
