using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>Answers in the Bot API's form.</summary>
internal static class TelegramReply
{
    /// <summary>Odd updates are part of the game.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = MaxDepth };

    public static Task GiveAsync(HttpContext context, JsonNode result) => WriteAsync(context, 200, new() { ["ok"] = true, ["result"] = result });

    public static Task LimitAsync(HttpContext context, int seconds) =>
        WriteAsync(context, 429, Error(429, $"Too Many Requests: retry after {seconds}", new JsonObject { ["retry_after"] = seconds }));

    public static Task RefuseAsync(HttpContext context, int status, string description, long? migrateToChatId = null) =>
        WriteAsync(context, status, Error(status, description, migrateToChatId is { } chat ? new JsonObject { ["migrate_to_chat_id"] = chat } : null));

    private static JsonObject Error(int code, string description, JsonObject? parameters)
    {
        var error = new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = description };
        if (parameters is not null)
            error["parameters"] = parameters;
        return error;
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(Deep), context.RequestAborted);
    }
}
