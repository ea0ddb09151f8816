using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Http;

/// <summary>Headers by which a browser lets another origin's page read an answer.</summary>
internal static class CorsHeaders
{
    public static void Allow(HttpResponse response, string origin)
    {
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.Vary = "Origin";
    }

    /// <summary>Answers the browser's question before the real request; false when this is not one.</summary>
    public static bool AnswerPreflight(HttpContext context, string methods, string headers)
    {
        if (!HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers.AccessControlRequestMethod.Count == 0)
            return false;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlAllowMethods = methods;
        context.Response.Headers.AccessControlAllowHeaders = headers;
        context.Response.Headers.AccessControlMaxAge = "600";
        return true;
    }
}
