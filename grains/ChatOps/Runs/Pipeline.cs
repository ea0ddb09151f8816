using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>The operator's own pipeline: an HTTP call, or a workflow of this runtime.</summary>
internal sealed class Pipeline(OperatorPost http, ChatOpsSettings settings, IChatStore store, IGrainFactory grains, TimeProvider clock)
{
    private const int MaxAnswer = 256 * 1024;
    private const int MaxError = 300;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task<RunEnd> RunAsync(RunRequest run, CancellationToken cancellationToken)
    {
        if (settings.Run is not { } pipeline)
            return new RunEnd("failed", "orchestrator_unavailable");
        return pipeline.Url is { } url ? await CallAsync(run, pipeline, url, cancellationToken) : await TriggerAsync(run, pipeline, cancellationToken);
    }

    private async Task<RunEnd> CallAsync(RunRequest run, RunSettings pipeline, Uri url, CancellationToken cancellationToken)
    {
        List<(string, string)> headers = [("Idempotency-Key", run.RunName)];
        if (pipeline.Token is { } token)
            headers.Add(("Authorization", "Bearer " + token));
        try
        {
            return await http.SendAsync(HttpMethod.Post, url, [.. headers], JsonSerializer.SerializeToUtf8Bytes(Asked(run)), MaxAnswer, pipeline.Timeout, cancellationToken) switch
            {
                PostResult.Answered { Status: >= 200 and < 300 } answer => Read(answer.Body),
                PostResult.Answered answer => new RunEnd("failed", $"http_{answer.Status}"),
                PostResult.Lost { Error: "canceled" } => new RunEnd("cancelled"),
                PostResult.Lost { Error: "timeout" } => new RunEnd("timed_out", $"no answer within {pipeline.Timeout.TotalSeconds:F0} s"),
                PostResult.Lost lost => new RunEnd("failed", lost.Error),
                PostResult.NotSent unsent => new RunEnd("failed", unsent.Error),
                _ => new RunEnd("failed", "address_refused"),
            };
        }
        catch (OperationCanceledException)
        {
            return new RunEnd("cancelled");
        }
    }

    private async Task<RunEnd> TriggerAsync(RunRequest run, RunSettings pipeline, CancellationToken cancellationToken)
    {
        if (pipeline is not { WorkflowId: { } workflow, OrganizationId: { } organization, UserId: { } user })
            return new RunEnd("failed", "orchestrator_unavailable");
        var started = await grains.GetGrain<IOrganizationGrain>(organization).TriggerRun(workflow, user, Asked(run).ToJsonString(), null, cancellationToken);
        if (started.Refusal is { } refusal)
            return new RunEnd("failed", refusal.Code);
        var begun = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        while (true)
        {
            if (await store.WorkflowRunAsync(started.Value, CancellationToken.None) is { Status: not ("queued" or "running") } ended)
                return ended.Status == "succeeded" ? Read(ended.Output is null ? null : System.Text.Encoding.UTF8.GetBytes(ended.Output)) : new RunEnd(ended.Status, ended.Error);
            if (clock.GetElapsedTime(begun) > pipeline.Timeout)
                return new RunEnd("timed_out", $"not done within {pipeline.Timeout.TotalSeconds:F0} s");
            if (cancellationToken.IsCancellationRequested)
                return new RunEnd("cancelled");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static JsonObject Asked(RunRequest run) => new()
    {
        ["run_id"] = run.RunName,
        ["mode"] = run.Mode,
        ["room_id"] = run.RoomId,
        ["requested_by"] = run.RequestedBy,
    };

    /// <summary>An answer need not say anything; what it says is shown.</summary>
    private static RunEnd Read(byte[]? body)
    {
        if (JsonAnswer.Read(body) is not { } said)
            return new RunEnd("succeeded");
        var failed = Text(said["status"]) is "failed" or "error";
        return new RunEnd(
            failed ? "failed" : "succeeded", failed ? Cut(Text(said["error"]) ?? "the pipeline says that it failed") : null, Number(said["changes"]), Number(said["delivered"]),
            Uri.TryCreate(Text(said["url"]), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static string Cut(string text) => text.Length <= MaxError ? text : Snippet.Of(text, MaxError);
}
