using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Installer, agent and templates, for hosts that become edges.</summary>
internal static class InstallerEndpoints
{
    public static void MapInstaller(this IEndpointRouteBuilder routes) => routes.MapGet("/edge/{**file}", Get).ForAnyone();

    private static IResult Get(HttpContext context, string file, InstallerFiles files)
    {
        if (files.Find(file) is not { } found)
            return (RefusalResult)EdgeRefusals.NoSuchFile;
        var tag = $"\"{found.Sha256}\"";
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers["X-Content-SHA256"] = found.Sha256;
        // A cache must ask each time: the checksums that are served with it change with the program.
        headers.CacheControl = "no-cache";
        return context.Request.Headers.IfNoneMatch.ToString() == tag
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(found.Content, "text/plain; charset=utf-8");
    }
}
