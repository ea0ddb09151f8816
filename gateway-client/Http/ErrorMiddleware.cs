using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vespid.Gateway.Http;

/// <summary>Turns faults, and answers that have a status but no body, into the one error shape.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    private const int RetryAfterSeconds = 1;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody reads an answer.
            return;
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
            return;
        }

        var response = context.Response;
        if (!response.HasStarted && response.StatusCode is >= 400 and < 500 && response.ContentType is null && response.ContentLength is null)
        {
            var allow = response.Headers.Allow;
            var (status, code, message) = Faults.Describe(response.StatusCode);
            await ErrorWriter.WriteAsync(context, status, new ApiError(code, message));
            if (!response.HasStarted)
                response.Headers.Allow = allow;
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        var unavailable = context.GetEndpoint()?.Metadata.GetMetadata<UnavailableCodeMetadata>()?.Code ?? Faults.StorageUnavailable;
        if (Faults.Describe(exception, unavailable) is { } known)
        {
            if (known.Status >= 500)
                LogUnavailable(logger, exception.GetType().Name, context.Request.Path);
            int? retryAfter = known.Status == StatusCodes.Status503ServiceUnavailable ? RetryAfterSeconds : null;
            return ErrorWriter.WriteAsync(context, known.Status, new ApiError(known.Code, known.Message), retryAfter);
        }

        var traceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        LogFault(logger, exception, traceId, context.Request.Method, context.Request.Path);
        var details = new ApiErrorDetails { TraceId = traceId };
        return ErrorWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, new ApiError("INTERNAL_ERROR", "Something went wrong on our side.", details));
    }

    [LoggerMessage(Level = LogLevel.Error, EventName = "http.fault", Message = "http.fault {TraceId} {Method} {Path}")]
    private static partial void LogFault(ILogger logger, Exception exception, string traceId, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "http.unavailable", Message = "http.unavailable {Fault} {Path}")]
    private static partial void LogUnavailable(ILogger logger, string fault, string path);
}
