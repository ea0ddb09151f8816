using Microsoft.AspNetCore.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Http;

/// <summary>A refusal as an answer of the control API.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult, IStatusCodeHttpResult
{
    private const int RetryAfterSeconds = 1;

    public Refusal Refusal { get; } = refusal;

    public int? StatusCode => StatusOf(Refusal.Kind);

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, Refusal);

    public static implicit operator RefusalResult(Refusal refusal) => new(refusal);

    public static Task WriteAsync(HttpContext context, Refusal refusal) => ErrorWriter.WriteAsync(
        context,
        StatusOf(refusal.Kind),
        new ApiError(refusal.Code, refusal.Message, DetailsOf(refusal)),
        refusal.Kind is RefusalKind.Unavailable or RefusalKind.TooMany ? context.Features.Get<RetryAfterFeature>()?.Seconds ?? RetryAfterSeconds : null);

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthorized => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>An empty field name stands for the body as a whole.</summary>
    private static ApiErrorDetails? DetailsOf(Refusal refusal) => refusal.Fields is not { } fields
        ? null
        : new ApiErrorDetails
        {
            FormErrors = [.. fields.Where(field => field.Key.Length == 0).Select(field => field.Value)],
            FieldErrors = fields.Where(field => field.Key.Length > 0).ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[field.Value], StringComparer.Ordinal),
        };
}
