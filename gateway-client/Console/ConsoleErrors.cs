using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Console;

/// <summary>
/// Errors as a person at a browser expects them: whoever is not signed in is asked to, whoever may not see a page is taken home, and everything else is a page.
/// </summary>
internal sealed class ConsoleErrors : IErrorForm
{
    public const string SignInPath = "/dashboard/sign-in";
    public const string AdminsOnlyPath = "/?notice=admins-only";

    public Task WriteAsync(HttpContext context, int status, ApiError error)
    {
        var request = context.Request;
        var response = context.Response;
        if (request.Headers.Accept.ToString().Contains(ConsoleStream.MediaType, StringComparison.Ordinal))
        {
            // A browser that follows a page gives up on any status but 200; a redirect would make it read a page as a stream.
            response.StatusCode = status;
            response.ContentLength = 0;
            return Task.CompletedTask;
        }

        switch (status)
        {
            case StatusCodes.Status401Unauthorized:
                return RedirectAsync(response, QueryHelpers.AddQueryString(SignInPath, "next", request.Path + request.QueryString));
            case StatusCodes.Status403Forbidden:
                return RedirectAsync(response, AdminsOnlyPath);
        }

        var services = context.RequestServices;
        var title = status switch
        {
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status503ServiceUnavailable => "Not available",
            >= 500 => "Something went wrong",
            _ => "That did not work",
        };
        var message = error.Details?.TraceId is { } trace ? $"{error.Message} The log has it under trace {trace}." : error.Message;
        var view = new ConsoleView(typeof(Pages.FaultView), new Pages.FaultModel(title, message, error.Code), status);
        var frame = ConsoleRenderer.Visitor(request.Path, services.GetRequiredService<TimeProvider>().GetUtcNow());
        return services.GetRequiredService<ConsoleRenderer>().WriteAsync(context, view, frame);
    }

    private static Task RedirectAsync(HttpResponse response, string target)
    {
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = target;
        return Task.CompletedTask;
    }
}
