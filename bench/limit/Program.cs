using System.Net;
using System.Text.Json;
using Vespid.Bench.Limit;

// Arguments: port, connection string. GET answers how many bytes were allocated so far.
var port = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
await using var writers = await GroupCommit.StartAsync(args[1], connections: 2);

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
await using var app = builder.Build();
var answer = "{\"ok\":true}"u8.ToArray();
app.Run(async context =>
{
    if (HttpMethods.IsGet(context.Request.Method))
    {
        await context.Response.WriteAsync(GC.GetTotalAllocatedBytes().ToString(System.Globalization.CultureInfo.InvariantCulture));
        return;
    }

    using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
    var message = body.RootElement.GetProperty("message");
    await writers.WriteAsync(new Row(
        Guid.CreateVersion7(),
        message.GetProperty("chat").GetProperty("id").GetRawText(),
        message.GetProperty("from").GetProperty("id").GetRawText(),
        message.GetProperty("text").GetString()!));
    context.Response.StatusCode = 202;
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer.Length;
    await context.Response.Body.WriteAsync(answer);
});
await app.RunAsync();
