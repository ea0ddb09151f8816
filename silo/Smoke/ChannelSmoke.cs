using System.Net;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Smoke;

/// <summary>One channel: an account and a workflow are made, each message must make one run, an empty body must be refused and make none.</summary>
internal sealed class ChannelSmoke(SmokeClient client, TimeProvider clock, string accountKey, TimeSpan timeout, TimeSpan pollInterval)
{
    /// <summary>Most runs that the list shows at once.</summary>
    private const int MostListed = 200;

    /// <summary>One message.</summary>
    public Task RunAsync(string channelId, CancellationToken cancellationToken) => RunAsync(channelId, messages: 1, concurrency: 1, cancellationToken);

    /// <summary>Several messages of one conversation, some at a time.</summary>
    /// <returns>Time to each answer.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(string channelId, int messages, int concurrency, CancellationToken cancellationToken)
    {
        await MakeAccountAsync(channelId, cancellationToken);
        var workflow = await MakeWorkflowAsync(channelId, cancellationToken);
        var before = await CountRunsAsync(workflow, cancellationToken);

        var latencies = new List<TimeSpan>(messages);
        foreach (var numbers in Enumerable.Range(1, messages).Chunk(concurrency))
            latencies.AddRange(await Task.WhenAll(numbers.Select(number => SendAsync(channelId, number, cancellationToken))));
        await WaitForRunsAsync(workflow, before + messages, cancellationToken);

        var malformed = await client.IngressAsync(channelId, accountKey, "{}", cancellationToken);
        if ((bool?)malformed["accepted"] != false || (string?)malformed["reason"] != "normalize_failed")
            throw new SmokeException($"an empty body was not refused with normalize_failed: {malformed.ToJsonString()}");
        var after = await CountRunsAsync(workflow, cancellationToken);
        if (after != before + messages)
            throw new SmokeException($"{after - before} runs instead of {messages}");
        return latencies;
    }

    private async Task<TimeSpan> SendAsync(string channelId, int number, CancellationToken cancellationToken)
    {
        var body = SmokeBodies.Happy(channelId, $"smoke-{channelId}-{accountKey}-{number}", $"{SmokeBodies.Text} {number}");
        var started = clock.GetTimestamp();
        var answer = await client.IngressAsync(channelId, accountKey, body, cancellationToken);
        if ((bool?)answer["accepted"] != true || !((int?)answer["workflowsTriggered"] >= 1))
            throw new SmokeException($"the message was not accepted and triggered: {answer.ToJsonString()}");
        return clock.GetElapsedTime(started);
    }

    private async Task MakeAccountAsync(string channelId, CancellationToken cancellationToken)
    {
        var account = await client.InOrganizationAsync(
            HttpMethod.Post,
            "/channels/accounts",
            new JsonObject
            {
                ["channelId"] = channelId,
                ["accountKey"] = accountKey,
                ["displayName"] = $"Smoke {channelId}",
                ["enabled"] = true,
                ["dmPolicy"] = "open",
                ["groupPolicy"] = "open",
                ["requireMentionInGroup"] = false,
                ["metadata"] = new JsonObject { ["sessionBridgeEnabled"] = false },
            },
            HttpStatusCode.Created,
            cancellationToken);
        var id = (string?)account["account"]?["id"] ?? throw new SmokeException("the new account has no id");
        await client.InOrganizationAsync(
            HttpMethod.Put, $"/channels/accounts/{id}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" }, HttpStatusCode.Created, cancellationToken);
    }

    private async Task<string> MakeWorkflowAsync(string channelId, CancellationToken cancellationToken)
    {
        var workflow = await client.InOrganizationAsync(
            HttpMethod.Post,
            "/workflows",
            new JsonObject
            {
                ["name"] = $"smoke-{channelId}-{accountKey}",
                ["dsl"] = new JsonObject
                {
                    ["version"] = "v2",
                    ["trigger"] = new JsonObject
                    {
                        ["type"] = "trigger.channel",
                        ["config"] = new JsonObject
                        {
                            ["channelId"] = channelId,
                            ["accountKey"] = accountKey,
                            ["match"] = new JsonObject { ["textContains"] = "deploy" },
                        },
                    },
                    ["nodes"] = new JsonArray(new JsonObject { ["id"] = "n1", ["type"] = "agent.execute" }),
                },
            },
            HttpStatusCode.Created,
            cancellationToken);
        var id = (string?)workflow["workflow"]?["id"] ?? throw new SmokeException("the new workflow has no id");
        await client.InOrganizationAsync(HttpMethod.Post, $"/workflows/{id}/publish", new JsonObject(), HttpStatusCode.OK, cancellationToken);
        return id;
    }

    private async Task<int> CountRunsAsync(string workflow, CancellationToken cancellationToken)
    {
        var answer = await client.InOrganizationAsync(HttpMethod.Get, $"/workflows/{workflow}/runs?limit={MostListed}", null, HttpStatusCode.OK, cancellationToken);
        return answer["runs"]?.AsArray().Count ?? throw new SmokeException("the list of runs has no runs");
    }

    private async Task WaitForRunsAsync(string workflow, int expected, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (await CountRunsAsync(workflow, cancellationToken) < expected)
        {
            if (clock.GetElapsedTime(started) > timeout)
                throw new SmokeException($"no run within {timeout.TotalSeconds:F0} s");
            await Task.Delay(pollInterval, clock, cancellationToken);
        }
    }
}
