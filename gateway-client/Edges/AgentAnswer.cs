using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Vespid.Gateway.Edges;

/// <summary>An answer to an agent: JSON, or lines when it asks for <c>text/plain</c>.</summary>
internal sealed class AgentAnswer(JsonObject body, int status = StatusCodes.Status200OK, string? entityTag = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (entityTag is not null)
            response.Headers.ETag = entityTag;
        if (AgentLines.Wanted(httpContext.Request))
            return AgentLines.WriteAsync(httpContext, AgentLines.From(body));
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(body.ToJsonString(), httpContext.RequestAborted);
    }

    /// <summary>An object that the grain made ready.</summary>
    public static AgentAnswer Of(string json, int status = StatusCodes.Status200OK, string? entityTag = null) =>
        new(JsonNode.Parse(json)!.AsObject(), status, entityTag);
}
