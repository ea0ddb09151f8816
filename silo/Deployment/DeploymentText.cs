using System.Text.Json;
using Vespid.Storage.Deployments;

namespace Vespid.Silo.Deployment;

/// <summary>Deployment records for people.</summary>
internal static class DeploymentText
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static string Line(DeploymentRecord record) =>
        $"{record.Seq} {record.RecordedAt:u} {record.Environment} {record.Kind} {record.Result} {record.Id} operator={record.OperatorId} approver={record.ApproverId ?? "-"} change={Or(record.ChangeRecord)}"
        + $" build={Or(record.BuildSha)} digest={Or(record.ImageDigest)} manifest={Or(record.ConfigManifestHash)}";

    public static string Chain(long? broken) => broken is { } place
        ? $"The records are NOT as they were written: the chain breaks at {place}."
        : "Every record is as it was written.";

    public static IReadOnlyList<GateResult> Gates(DeploymentRecord record) =>
        record.Gates is null ? [] : JsonSerializer.Deserialize<List<GateResult>>(record.Gates, Web) ?? [];

    public static string Json(IReadOnlyList<GateResult> gates) => JsonSerializer.Serialize(gates, Web);

    /// <summary>The evidence report, in Markdown.</summary>
    public static string Report(IReadOnlyList<DeploymentRecord> records, long? broken, DateTimeOffset now) => string.Join(
        '\n',
        [
            "# Deployment report", "", $"Made {now:u} from {records.Count} records, newest first. {Chain(broken)}", "",
            "| # | When | Environment | What | Result | Operator | Approver | Change | Build | Digest | Manifest |", "|---|---|---|---|---|---|---|---|---|---|---|",
            .. records.Select(record =>
                $"| {record.Seq} | {record.RecordedAt:u} | {record.Environment} | {record.Kind} | {record.Result} | {Cell(record.OperatorId)} | {Cell(record.ApproverId)} | {Cell(record.ChangeRecord)}"
                + $" | {Cell(record.BuildSha)} | {Cell(record.ImageDigest)} | {Cell(record.ConfigManifestHash)} |"),
            .. records.SelectMany(Details), "",
        ]);

    private static IEnumerable<string> Details(DeploymentRecord record)
    {
        yield return "";
        yield return $"## {record.Seq}: {record.Environment}, {record.Kind}, {record.Result}";
        yield return "";
        yield return $"- record {record.Id}, SHA-256 {record.Hash}";
        yield return $"- started {record.StartedAt:u}{(record.FinishedAt is { } finished ? $", finished {finished:u} ({finished - record.StartedAt:hh\\:mm\\:ss})" : "")}";
        yield return $"- lock files {Or(record.LockChecksum)}, secrets {record.SecretVersions}";
        if (record.RollbackOf is { } before)
            yield return $"- takes back {before}{(record.FinishedAt is { } end ? $"; within {(end - record.StartedAt <= TimeSpan.FromMinutes(30) ? "30 minutes" : "MORE than 30 minutes")}" : "")}";
        if (record.Reason is not null || record.IncidentId is not null)
            yield return $"- reason: {Cell(record.Reason)}; incident: {Cell(record.IncidentId)}";
        if (Gates(record) is not { Count: > 0 } gates)
            yield break;
        yield return "";
        yield return "| Gate | Open | Found | Must be | Why not |";
        yield return "|---|---|---|---|---|";
        foreach (var gate in gates)
            yield return $"| {gate.Name} | {(gate.Ok ? "yes" : "NO")} | {Cell(gate.Value)} | {Cell(gate.Limit)} | {Cell(gate.Why)} |";
    }

    private static string Or(string text) => text.Length == 0 ? "-" : text;

    private static string Cell(string? text) => string.IsNullOrEmpty(text) ? "-" : text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
