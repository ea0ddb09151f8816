using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>An HTTP server on loopback that keeps what it is asked and says what its script says.</summary>
internal class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly Func<Call, Answer> _script;

    public ScriptedServer(Func<Call, Answer> script, string address = "127.0.0.1", int port = 0)
    {
        _script = script;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), port));
        _web = builder.Build();
        _web.Run(ServeAsync);
    }

    public Uri Address => new(_web.Urls.First());

    public IReadOnlyList<Call> Calls => [.. _calls];

    public IEnumerable<Call> To(string route) => Calls.Where(call => call.Route == route);

    public async Task StartAsync() => await _web.StartAsync();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var call = await ReadAsync(context.Request);
        _calls.Enqueue(call);
        var answer = _script(call);
        if (answer == Answer.Cut)
        {
            context.Abort();
            return;
        }

        if (answer == Answer.Silence)
        {
            var gone = new TaskCompletionSource();
            await using var left = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.EntityTag is { } tag)
            context.Response.Headers.ETag = tag;
        if (answer.Status is not (204 or 304))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(answer.Text);
        }
    }

    private static async Task<Call> ReadAsync(HttpRequest request)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, string>();
        var files = ImmutableDictionary.CreateBuilder<string, string>();
        var body = "";
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            foreach (var (name, value) in form)
                fields.Add(name, value.ToString());
            foreach (var file in form.Files)
            {
                using var reader = new StreamReader(file.OpenReadStream());
                files.Add(file.Name, await reader.ReadToEndAsync());
            }
        }
        else
        {
            using var reader = new StreamReader(request.Body);
            body = await reader.ReadToEndAsync();
        }

        var authorization = request.Headers.Authorization.ToString();
        return new Call(
            $"{request.Method} {request.Path}",
            authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization[7..] : null,
            request.Headers.ToImmutableDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            body,
            fields.ToImmutable(),
            files.ToImmutable());
    }
}
