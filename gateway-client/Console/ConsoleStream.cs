using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Vespid.Gateway.Access;

namespace Vespid.Gateway.Console;

/// <summary>
/// Tells a browser when the page that it shows would look different now. It sends hints, never content: the browser asks for the page again, so there is one
/// way to read and one place that decides who may.
/// </summary>
internal sealed class ConsoleStream(ConsoleRenderer renderer, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const string MediaType = "text/event-stream";
    public const int MostOpen = 64;
    private const int TicksBetweenChecks = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private int _open;

    /// <summary>Writes the stream; false, with nothing written, when too many are open.</summary>
    public async Task<bool> TryWriteAsync(HttpContext context, IConsolePage page, ConsoleRequest request)
    {
        if (Interlocked.Increment(ref _open) > MostOpen)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(context, page, request, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, or the process stops: the browser connects again by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        return true;
    }

    private async Task WriteAsync(HttpContext context, IConsolePage page, ConsoleRequest request, CancellationToken cancellationToken)
    {
        var frame = renderer.FrameOf(request.Scope, context.Request.Path, request.Now);
        var shown = await LookAsync(page, request, frame, cancellationToken);
        context.Response.ContentType = MediaType;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await SendAsync(context, $"retry: 2000\nevent: shown\ndata: {shown}\n\n", cancellationToken);

        using var timer = new PeriodicTimer(Tick, time);
        for (var tick = 1; await timer.WaitForNextTickAsync(cancellationToken); tick++)
        {
            if (tick % TicksBetweenChecks == 0)
            {
                // Whoever signed out, or is no admin any more, is told nothing more.
                if (context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is not { } rule || await rule.CheckAsync(context) is not null)
                    return;
                await SendAsync(context, ":\n\n", cancellationToken);
            }

            var now = await LookAsync(page, request with { Now = time.GetUtcNow() }, frame, cancellationToken);
            if (now != shown)
                await SendAsync(context, $"event: changed\ndata: {now}\n\n", cancellationToken);
            shown = now;
        }
    }

    /// <summary>A mark of what the page shows. The frame stays the same, so the time of reading is no change.</summary>
    private async Task<string> LookAsync(IConsolePage page, ConsoleRequest request, ConsoleFrame frame, CancellationToken cancellationToken)
    {
        var html = await renderer.RenderAsync(await page.LoadAsync(request, cancellationToken), frame);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)).AsSpan(0, 8));
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
