using System.CommandLine;
using System.Text.Json;
using Vespid.Silo.Configuration;
using Vespid.Silo.Deployment;
using Vespid.Storage.Deployments;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid deploy record</c>: writes down what was deployed. What is written stays.</summary>
internal static class DeployRecordCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var facts = new DeployFacts();
        var result = new Option<string>("--result") { Description = "succeeded, failed or rolled_back.", DefaultValueFactory = _ => "succeeded" };
        result.AcceptOnlyFromAmong("succeeded", "failed", "rolled_back");
        var started = new Option<DateTimeOffset?>("--started-at") { Description = "When it began; now otherwise." };
        var rollbackOf = new Option<Guid?>("--rollback-of") { Description = "Record of the deployment that was taken back." };
        var reason = new Option<string?>("--reason") { Description = "Why; needed for a roll-back." };
        var incident = new Option<string?>("--incident") { Description = "Id of the incident." };
        var command = new Command("record", "Writes down a deployment with digest, lock files, settings, operator and approver.") { result, started, rollbackOf, reason, incident };
        foreach (var option in facts.All)
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (CommonOptions.ReadSettings(arguments.GetValue(facts.EnvFile)) is not { } settings)
                return ExitCodes.BadConfiguration;
            if (Fault(settings, arguments.GetValue(facts.Operator)!, arguments.GetValue(facts.Approver), arguments.GetValue(result)!, arguments.GetValue(rollbackOf), arguments.GetValue(reason)) is { } fault)
            {
                await Console.Error.WriteLineAsync(fault);
                return ExitCodes.BadConfiguration;
            }

            return await StorageSession.RunAsync(
                settings,
                async provider =>
                {
                    var store = provider.GetRequiredService<DeploymentStore>();
                    if (arguments.GetValue(rollbackOf) is { } before && await store.FindAsync(before, cancellationToken) is null)
                    {
                        await Console.Error.WriteLineAsync($"--rollback-of: there is no record {before}.");
                        return ExitCodes.BadConfiguration;
                    }

                    var now = TimeProvider.System.GetUtcNow();
                    var record = facts.Record(arguments, settings, provider.Ids(), "deployment", arguments.GetValue(result)!, arguments.GetValue(started) ?? now) with
                    {
                        FinishedAt = now,
                        RollbackOf = arguments.GetValue(rollbackOf),
                        Reason = arguments.GetValue(reason),
                        IncidentId = arguments.GetValue(incident),
                    };
                    var written = await store.AddAsync(record, cancellationToken);
                    Console.Out.WriteLine(arguments.GetValue(facts.Json) ? JsonSerializer.Serialize(written, Web) : DeploymentText.Line(written));
                    return ExitCodes.Ok;
                },
                cancellationToken);
        });
        return command;
    }

    private static string? Fault(HostSettings settings, string by, string? approver, string result, Guid? rollbackOf, string? reason)
    {
        if (settings.Facts.Environment == "production" && GateRules.Approval("production", by, approver) is { Ok: false } gate)
            return $"--approver: {gate.Why}.";
        return result == "rolled_back" && (rollbackOf is null || string.IsNullOrWhiteSpace(reason))
            ? "--result rolled_back needs --rollback-of with the record that was taken back, and --reason."
            : null;
    }
}
