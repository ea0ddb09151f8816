using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.Grains.Channels;
using Vespid.Storage.Queries;
using Vespid.Storage.Secrets;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <summary>
/// Posts the run to the organisation's endpoint. 200 with <c>{"reply"?, "output"?}</c> ends it; 202 leaves it to the endpoint, which ends it
/// through the work API with the run's id and lease token; anything else is a failed attempt.
/// </summary>
internal sealed class PushAgent(SignedPost post, ISecretProtector protector, IOptions<ChannelRuntimeOptions> options) : IAgent
{
    private const int MostAnswer = 256 * 1024;

    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(30);

    /// <summary>An answer must come while the claim holds, or the run would be pushed a second time beside the first.</summary>
    private TimeSpan Patience => options.Value.WorkLease * 0.8 is var held && held < MostPatience ? held : MostPatience;

    public string Kind => "push";

    public async ValueTask<AgentAnswer> DoAsync(ClaimedRun run, AgentSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Endpoint is not { } endpoint)
            return new AgentAnswer.Failed("AGENT_ENDPOINT_MISSING", Retryable: false, null);
        string[] secrets;
        try
        {
            secrets = settings.PackedSecret is { } packed ? [protector.Open(SealedSecret.Unpack(packed), SecretPurpose.OfAgent(run.OrganizationId))] : [];
        }
        catch (SecretUnreadableException)
        {
            return new AgentAnswer.Failed("AGENT_SECRET_UNREADABLE", Retryable: true, null);
        }

        return await post.SendAsync(endpoint, run.Id, Body(run), secrets, MostAnswer, Patience, cancellationToken) switch
        {
            PostResult.Answered { Status: 202 } => new AgentAnswer.Taken(),
            PostResult.Answered { Status: >= 200 and < 300 } answer => Read(answer.Body),
            PostResult.Answered { Status: 408 or 425 or 429 or >= 500 } answer => new AgentAnswer.Failed($"AGENT_HTTP_{answer.Status}", true, answer.RetryAfter),
            PostResult.Answered answer => new AgentAnswer.Failed($"AGENT_HTTP_{answer.Status}", false, null),
            PostResult.NotSent away => new AgentAnswer.Failed($"AGENT_UNREACHABLE:{away.Error}", true, null),
            PostResult.Lost lost => new AgentAnswer.Failed($"AGENT_NO_ANSWER:{lost.Error}", true, null),
            _ => new AgentAnswer.Failed("AGENT_URL_REFUSED", false, null),
        };
    }

    private static byte[] Body(ClaimedRun run) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["type"] = run.Kind == "turn" ? "session.turn" : "workflow.run",
            ["runId"] = run.Id,
            ["leaseToken"] = run.LeaseToken,
            ["leaseUntil"] = run.LeaseUntil,
            ["attempt"] = run.Attempt,
            ["organizationId"] = run.OrganizationId,
            ["workflowId"] = run.WorkflowId,
            ["sessionId"] = run.SessionId,
            ["seq"] = run.Seq,
            ["input"] = JsonNode.Parse(run.Input),
        });

    internal static AgentAnswer Read(byte[]? body)
    {
        // The reply may have been in it.
        if (body is null)
            return new AgentAnswer.Failed("AGENT_NO_ANSWER:body_lost_or_too_long", Retryable: true, null);
        if (body is [])
            return new AgentAnswer.Done(null, null);
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object)
                return new AgentAnswer.Failed("AGENT_ANSWER_NOT_UNDERSTOOD", false, null);
            return new AgentAnswer.Done(
                answer.RootElement.TryGetProperty("output", out var output) && output.ValueKind != JsonValueKind.Null ? output.GetRawText() : null,
                answer.RootElement.TryGetProperty("reply", out var reply) && reply.ValueKind == JsonValueKind.String ? reply.GetString() : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no UTF-8, or an escaped half of a surrogate pair.
            return new AgentAnswer.Failed("AGENT_ANSWER_NOT_UNDERSTOOD", false, null);
        }
    }
}
