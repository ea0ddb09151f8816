using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vespid.Gateway.Access;

namespace Vespid.Gateway.Console;

/// <summary>Turns components into pages. What is data is escaped by the components' compiler.</summary>
internal sealed class ConsoleRenderer(IServiceProvider services, ILoggerFactory loggers, TokenSigner tokens)
{
    /// <summary>Nothing from elsewhere, nothing inline: a name that should get through the escaping still could not run.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task WriteAsync(HttpContext context, ConsoleView view, ConsoleFrame frame)
    {
        var html = await RenderAsync(view, frame);
        context.Response.StatusCode = view.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.Vary = "Accept";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    public async Task<string> RenderAsync(ConsoleView view, ConsoleFrame frame)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Frame"] = frame };
        if (view.Model is not null)
            parameters["Model"] = view.Model;
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync(view.Component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    public ConsoleFrame FrameOf(ConsoleScope scope, PathString path, DateTimeOffset now, bool live = true) => new(
        scope.User.Email, [.. scope.Managed.Select(membership => new ConsoleOrganization(membership.OrganizationId, membership.OrganizationName))],
        scope.Organization?.OrganizationId, scope.IsAdmin, scope.IsOperator, tokens.CsrfToken(scope.Caller.SessionId), path.Value ?? "/", now, live);

    /// <summary>The frame of a page for somebody who is not signed in.</summary>
    public static ConsoleFrame Visitor(PathString path, DateTimeOffset now) => new(null, [], null, false, false, null, path.Value ?? "/", now, false);
}
