namespace Vespid.GrainInterfaces.Control;

/// <summary>A business refusal: an answer, never an exception. One formatter per surface turns it into that surface's error body.</summary>
/// <param name="Kind">What went wrong in general; decides the HTTP status.</param>
/// <param name="Code">Stable code, for example <c>CHANNEL_ACCOUNT_EXISTS</c>.</param>
/// <param name="Message">For a person; names what to do.</param>
/// <param name="Fields">Field name to its error, for bad input.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Message,
    [property: Id(3)] IReadOnlyDictionary<string, string>? Fields = null)
{
    public static Refusal BadRequest(string message, IReadOnlyDictionary<string, string>? fields = null) => new(RefusalKind.BadRequest, "BAD_REQUEST", message, fields);

    /// <summary>One field is at fault, and the message is about that.</summary>
    public static Refusal BadField(string field, string message) => BadRequest(message, new Dictionary<string, string> { [field] = message });

    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, "NOT_FOUND", $"{what} not found");

    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    public static Refusal Forbidden(string code, string message) => new(RefusalKind.Forbidden, code, message);

    public static Refusal Unavailable(string code, string message) => new(RefusalKind.Unavailable, code, message);
}

/// <summary>Kinds of refusal and the HTTP status each maps to.</summary>
public enum RefusalKind
{
    /// <summary>400.</summary>
    BadRequest,

    /// <summary>401.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>429.</summary>
    TooMany,

    /// <summary>503, with <c>Retry-After</c>.</summary>
    Unavailable,

    /// <summary>410.</summary>
    Gone,

    /// <summary>422.</summary>
    Unprocessable,
}
