using System.Net;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Smoke;

/// <summary>One channel: an account and a workflow are made, a message must make one run, an empty body must be refused and make none.</summary>
internal sealed class ChannelSmoke(SmokeClient client, TimeProvider clock, string accountKey, TimeSpan timeout, TimeSpan pollInterval)
{
    public async Task RunAsync(string channelId, CancellationToken cancellationToken)
    {
        await MakeAccountAsync(channelId, cancellationToken);
        var workflow = await MakeWorkflowAsync(channelId, cancellationToken);
        var before = await CountRunsAsync(workflow, cancellationToken);

        var happy = await client.IngressAsync(channelId, accountKey, SmokeBodies.Happy(channelId, $"smoke-{channelId}-{accountKey}"), cancellationToken);
        if ((bool?)happy["accepted"] != true || !((int?)happy["workflowsTriggered"] >= 1))
            throw new SmokeException($"the message was not accepted and triggered: {happy.ToJsonString()}");
        await WaitForRunsAsync(workflow, before + 1, cancellationToken);

        var malformed = await client.IngressAsync(channelId, accountKey, "{}", cancellationToken);
        if ((bool?)malformed["accepted"] != false || (string?)malformed["reason"] != "normalize_failed")
            throw new SmokeException($"an empty body was not refused with normalize_failed: {malformed.ToJsonString()}");
        var after = await CountRunsAsync(workflow, cancellationToken);
        if (after != before + 1)
            throw new SmokeException($"{after - before} runs instead of 1");
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
        var answer = await client.InOrganizationAsync(HttpMethod.Get, $"/workflows/{workflow}/runs?limit=50", null, HttpStatusCode.OK, cancellationToken);
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
