using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Orleans.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Http;

/// <summary>What an exception that reached the edge says to the caller: never more than a code.</summary>
internal static class Faults
{
    public const string StorageUnavailable = "STORAGE_UNAVAILABLE";

    /// <summary>Status, code and message of an exception; null for a fault nobody foresaw.</summary>
    public static (int Status, string Code, string Message)? Describe(Exception exception, string unavailableCode = StorageUnavailable) => exception switch
    {
        BadHttpRequestException bad => Describe(bad.StatusCode),
        InvalidCursorException or DbException { SqlState: ['2', '2', ..] } => Describe(StatusCodes.Status400BadRequest),
        CommitRejectedException rejected => Describe(rejected),
        // Another writer was faster: this was not stored, and the grain begins anew.
        InconsistentStateException or CommitException or TimeoutException or SiloUnavailableException or OrleansMessageRejectionException
            or DbException { IsTransient: true } => (StatusCodes.Status503ServiceUnavailable, unavailableCode, "Storage is not available. Try again."),
        _ => null,
    };

    public static (int Status, string Code, string Message) Describe(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => (status, "UNAUTHORIZED", "Sign in, or send a valid token."),
        StatusCodes.Status404NotFound => (status, "NOT_FOUND", "There is nothing here."),
        StatusCodes.Status405MethodNotAllowed => (status, "METHOD_NOT_ALLOWED", "This path does not know that method."),
        StatusCodes.Status406NotAcceptable => (status, "NOT_ACCEPTABLE", "This path cannot answer in the form that was asked for."),
        StatusCodes.Status408RequestTimeout => (status, "REQUEST_TIMEOUT", "The request came in too slowly."),
        StatusCodes.Status413PayloadTooLarge => (status, "PAYLOAD_TOO_LARGE", "The body is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => (status, "UNSUPPORTED_MEDIA_TYPE", "Send application/json."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => (status, "HEADERS_TOO_LARGE", "The headers are larger than allowed."),
        _ => (StatusCodes.Status400BadRequest, "BAD_REQUEST", "The request is not valid."),
    };

    /// <summary>Class 22 is a value that no column takes: the caller's, whatever checks it passed before.</summary>
    private static (int Status, string Code, string Message)? Describe(CommitRejectedException rejected) => rejected.SqlState switch
    {
        ['2', '2', ..] or "23502" or "23514" => Describe(StatusCodes.Status400BadRequest),
        "23505" or "23503" => (StatusCodes.Status409Conflict, "CONFLICT", "It conflicts with what is stored."),
        _ => null,
    };
}
