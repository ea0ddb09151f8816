using System.Text.Json;
using System.Text.Json.Serialization;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Grains.Channels;

/// <summary>Bodies of the ingress.</summary>
internal static class IngressAnswers
{
    private const string Json = "application/json";
    private const int Accepted = 202;

    /// <summary>Nothing durable can be promised: the vendor comes again.</summary>
    public static IngressResponse StorageAway { get; } = Unavailable("STORAGE_UNAVAILABLE", "Not stored; send it again.");

    /// <summary>A body that says it is JSON and is not.</summary>
    public static IngressResponse NotJson { get; } = Fault(400, "BAD_REQUEST", "The body is not JSON.");

    /// <summary>A method that vendors use for handshakes only, and this was none.</summary>
    public static IngressResponse NothingHere { get; } = Fault(404, "NOT_FOUND", "There is nothing here.");

    /// <summary>503 with <c>Retry-After</c>.</summary>
    public static IngressResponse Unavailable(string code, string message) =>
        Fault(503, code, message) with { RetryAfterSeconds = 1 };

    public static IngressResponse Of(InboundOutcome outcome, int? status = null) => new(
        status ?? Accepted,
        Json,
        JsonSerializer.SerializeToUtf8Bytes(
            new IngressAnswer(true, outcome.Accepted, outcome.Reason, outcome.SessionRouted, outcome.WorkflowsTriggered), IngressAnswersJson.Default.IngressAnswer));

    /// <summary>One answer for a request with several messages: accepted if any was, with the reason of the first that was (else of the first).</summary>
    public static InboundOutcome Combine(IReadOnlyList<InboundOutcome> outcomes) => new(
        outcomes.Any(outcome => outcome.Accepted),
        (outcomes.FirstOrDefault(outcome => outcome.Accepted) ?? outcomes[0]).Reason,
        outcomes.Any(outcome => outcome.SessionRouted),
        outcomes.Sum(outcome => outcome.WorkflowsTriggered));

    private static IngressResponse Fault(int status, string code, string message) =>
        new(status, Json, JsonSerializer.SerializeToUtf8Bytes(new IngressFault(code, message), IngressAnswersJson.Default.IngressFault));
}

internal sealed record IngressAnswer(bool Ok, bool Accepted, string Reason, bool SessionRouted, int WorkflowsTriggered);

internal sealed record IngressFault(string Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IngressAnswer))]
[JsonSerializable(typeof(IngressFault))]
internal sealed partial class IngressAnswersJson : JsonSerializerContext;
