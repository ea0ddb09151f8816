using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vespid.Vendors;

/// <summary>A web server on a free loopback port.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private bool _disposed;

    private LoopbackServer(WebApplication app, Uri url) => (_app, Url) = (app, url);

    public Uri Url { get; }

    /// <summary>Ends whatever hangs.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public static async Task<LoopbackServer> StartAsync(RequestDelegate handle, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new(app, new Uri(addresses.Addresses.Single()));
    }

    /// <summary>Plays the part of a fault that follows acceptance.</summary>
    /// <returns>False when the caller still has to answer.</returns>
    public async Task<bool> PlayAsync(VendorFault? fault, HttpContext context)
    {
        switch (fault)
        {
            case VendorFault.Hang or VendorFault.AcceptThenHang:
                await UntilGoneAsync(context);
                context.Abort();
                return true;
            case VendorFault.Drop or VendorFault.AcceptThenDrop:
                context.Abort();
                return true;
            case VendorFault.Redirect redirect:
                context.Response.StatusCode = redirect.Status;
                context.Response.Headers.Location = redirect.Location.AbsoluteUri;
                return true;
            case VendorFault.AcceptThenGarbage garbage:
                context.Response.StatusCode = garbage.Status;
                await context.Response.WriteAsync("<html>{not json", context.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task UntilGoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopped = Stopping.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
