using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.Gateway.OpenApi;

namespace Vespid.Gateway.Edges;

/// <summary>The routes of edges and of those who run them: their errors have one shape of their own.</summary>
internal static class EdgeSurface
{
    public const int MaxBodyBytes = 256 * 1024;
    public const int MaxDepth = 32;

    private const int UnavailableRetrySeconds = 5;
    private const int TooManyRetrySeconds = 2;

    private static readonly PathString[] Prefixes = ["/api", "/edge", "/status"];

    public static bool Covers(PathString path) => Array.Exists(Prefixes, prefix => path.StartsWithSegments(prefix, StringComparison.Ordinal));

    public static Task WriteAsync(HttpContext context, int status, ApiError error, int? retryAfterSeconds)
    {
        var code = CodeOf(status, error.Code);
        var retry = status switch
        {
            StatusCodes.Status503ServiceUnavailable => UnavailableRetrySeconds,
            StatusCodes.Status429TooManyRequests => Math.Max(retryAfterSeconds ?? 0, TooManyRetrySeconds),
            _ => retryAfterSeconds,
        };
        if (retry is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (AgentLines.Wanted(context.Request))
            return AgentLines.WriteAsync(context, $"ERROR={code}\n");
        var detail = new EdgeErrorDetail(code, MessageOf(error), FieldsOf(error), error.Details?.TraceId ?? Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        return context.Response.WriteAsJsonAsync(new EdgeError(detail), GatewayJson.Default.EdgeError, cancellationToken: context.RequestAborted);
    }

    /// <summary>What the edge in front of the grains says in capitals, in the words of this surface.</summary>
    private static string CodeOf(int status, string code) => (status, code) switch
    {
        (StatusCodes.Status400BadRequest, _) when char.IsAsciiLetterUpper(code[0]) => "invalid_request",
        (StatusCodes.Status413PayloadTooLarge, _) => "body_too_large",
        (StatusCodes.Status429TooManyRequests, _) => "too_many_requests",
        _ => code.ToLowerInvariant(),
    };

    private static List<string>? FieldsOf(ApiError error) => error.Details?.FieldErrors?.Keys.Order(StringComparer.Ordinal).ToList();

    private static string MessageOf(ApiError error)
    {
        var faults = (error.Details?.FormErrors ?? []).Concat((error.Details?.FieldErrors ?? new Dictionary<string, IReadOnlyList<string>>())
            .OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {field.Value[0]}")).Take(20).ToList();
        return faults.Count == 0 ? error.Message : $"{error.Message} {string.Join(' ', faults)}";
    }
}
