using System.Text.Json.Nodes;
using Vespid.Storage.Work;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>The work queue.</summary>
internal sealed partial class Store
{
    private readonly List<RunRecord> _openRuns = [];

    public IReadOnlyList<ClaimedRun> Claim(Guid organizationId, int max, TimeSpan lease, Func<Guid> newToken)
    {
        var claimed = new List<ClaimedRun>();
        foreach (var run in OpenRunsOf(organizationId).ToList())
        {
            if (run.Status == "running" && run.LeaseUntil <= Now && run.Attempts >= run.Row.MaxAttempts)
                End(run, "timed_out");
            else if (claimed.Count < max && IsClaimable(run))
                claimed.Add(Claim(run, lease, newToken()));
        }

        return claimed;
    }

    public bool Heartbeat(Guid organizationId, Guid runId, Guid token, TimeSpan lease)
    {
        if (RunOf(organizationId, runId) is not { Status: "running" } run || run.LeaseToken != token)
            return false;
        run.LeaseUntil = Now + lease;
        return true;
    }

    /// <summary>Why a run could not be ended.</summary>
    public WorkVerdict WhyMissed(Guid organizationId, Guid runId, Guid token) => RunOf(organizationId, runId) is not { } run
        ? WorkVerdict.NotFound
        : run.Status == "succeeded" && run.LeaseToken == token ? WorkVerdict.Done : WorkVerdict.LeaseLost;

    public WorkVerdict Fail(Guid organizationId, Guid runId, Guid token, bool retryable, TimeSpan retryIn)
    {
        if (RunOf(organizationId, runId) is not { } run)
            return WorkVerdict.NotFound;
        if (run.LeaseToken != token)
            return WorkVerdict.LeaseLost;
        if (run.Status != "running")
            return run.Status is "failed" or "queued" ? WorkVerdict.Done : WorkVerdict.LeaseLost;
        var again = retryable && run.Attempts < run.Row.MaxAttempts;
        run.NextAttemptAt = again ? Now + retryIn : null;
        End(run, again ? "queued" : "failed");
        return WorkVerdict.Done;
    }

    public IReadOnlyList<Guid> OrganizationsWithWork(IReadOnlyList<string> kinds) =>
    [
        .. Organizations.Values
            .Where(organization => kinds.Contains(organization.AgentKind)
                && OpenRunsOf(organization.Id).Any(run => IsClaimable(run) || (run.Status == "running" && run.LeaseUntil <= Now)))
            .Select(organization => organization.Id),
    ];

    public RunQuota Quota(Guid organizationId) =>
        new(organizationId, 0, InFlight(organizationId), null, Organizations.GetValueOrDefault(organizationId)?.InflightRunLimit);

    public int AdmitHeldBack()
    {
        var admitted = 0;
        foreach (var organization in Organizations.Values)
        {
            var room = organization.InflightRunLimit - InFlight(organization.Id) ?? int.MaxValue;
            foreach (var run in OpenRunsOf(organization.Id).Where(run => run.Status == "queued" && !run.Admitted).Take(Math.Max(0, room)).ToList())
            {
                run.Admitted = true;
                admitted++;
            }
        }

        return admitted;
    }

    private IEnumerable<RunRecord> OpenRunsOf(Guid organizationId)
    {
        _openRuns.RemoveAll(run => !run.IsOpen);
        return _openRuns.Where(run => run.Row.OrganizationId == organizationId);
    }

    private int InFlight(Guid organizationId) =>
        OpenRunsOf(organizationId).Count(run => run.Row.Kind == "workflow" && (run.Status == "running" || run.Admitted));

    private RunRecord? RunOf(Guid organizationId, Guid runId) =>
        Runs.TryGetValue(runId, out var run) && run.Row.OrganizationId == organizationId ? run : null;

    private bool IsClaimable(RunRecord run) =>
        (run.Status == "running" ? run.LeaseUntil <= Now && run.Attempts < run.Row.MaxAttempts : run.Admitted && (run.NextAttemptAt is not { } next || next <= Now))
        && (run.Row.SessionId is not { } session || !_openRuns.Exists(earlier => earlier.IsOpen && earlier.Row.SessionId == session && earlier.Seq < run.Seq));

    private ClaimedRun Claim(RunRecord run, TimeSpan lease, Guid token)
    {
        run.Status = "running";
        run.Attempts++;
        run.LeaseToken = token;
        run.LeaseUntil = Now + lease;
        run.NextAttemptAt = null;
        var message = run.Row.MessageId is { } id ? MessagesById.GetValueOrDefault(id)?.Row : null;
        return new ClaimedRun(
            run.Row.Id, token, run.LeaseUntil.Value, run.Row.OrganizationId, run.Row.Kind, run.Seq, run.Row.WorkflowId, run.Row.SessionId, run.Row.AccountId,
            run.Row.ConversationId, message?.ProviderMessageId, run.Attempts, run.Row.Input ?? new JsonObject { ["text"] = message?.Text }.ToJsonString(), null);
    }

    private void End(RunRecord run, string status)
    {
        var from = run.Status;
        run.Status = status;
        run.LeaseUntil = null;
        watch?.Ended(run, from);
    }
}
