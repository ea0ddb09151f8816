using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vespid.Gateway.Hosting;
using Vespid.Silo.Configuration;
using Vespid.Silo.Deployment;
using Vespid.Storage.Deployments;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid deploy gate</c>: whether the next step of a deployment may be taken, and what keeps it back.</summary>
internal static class DeployGateCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var facts = new DeployFacts();
        var options = new GateOptions();
        var command = new Command("gate", "Asks every gate and says what keeps those shut that are. Exit code 0 when all are open, 1 otherwise.");
        foreach (var option in (Option[])[.. facts.All, .. options.All])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var review = ConfigReview.Of(arguments.GetValue(facts.EnvFile), strict: false, TimeProvider.System);
            if (review.Settings is not { Errors.Count: 0 } settings)
            {
                // Without settings there is no database to ask, so no other gate can be asked either.
                Say([GateRules.Config(review.Errors)], arguments.GetValue(facts.Json));
                return ExitCodes.Failed;
            }

            return await StorageSession.RunAsync(
                settings, provider => AskAsync(arguments, facts, options, review, provider, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> AskAsync(
        ParseResult arguments, DeployFacts facts, GateOptions options, ConfigReview review, IServiceProvider provider, CancellationToken cancellationToken)
    {
        var (settings, store, started) = (review.Settings!, provider.GetRequiredService<DeploymentStore>(), TimeProvider.System.GetUtcNow());
        var environment = settings.Facts.Environment;
        var soaked = arguments.GetValue(options.Against) is { } id ? await store.FindAsync(id, cancellationToken) : await store.LatestAsync("staging", cancellationToken);
        if (Address(arguments.GetValue(options.Health), settings, GatewayDefaults.HealthPort, "/healthz") is not { } health
            || Address(arguments.GetValue(options.Metrics), settings, GatewayDefaults.MetricsPort, "/metrics") is not { } metrics)
        {
            await Console.Error.WriteLineAsync("--health and --metrics must be http or https URLs.");
            return ExitCodes.BadConfiguration;
        }

        using var watch = SoakWatch.Of(health, metrics);
        List<GateResult> gates = [GateRules.Config(review.Errors), GateRules.Health(await watch.HealthAsync(HealthInterval, cancellationToken))];
        gates.AddRange(SoakRules.Judge(await SamplesAsync(arguments, options, watch, cancellationToken)));
        gates.Add(GateRules.Signature(environment, arguments.GetValue(options.Signature)));
        gates.Add(GateRules.Lock(facts.LockFound(arguments), arguments.GetValue(facts.LockChecksum) ?? Filled(soaked?.LockChecksum)));
        if (environment == "production" || arguments.GetValue(options.Against) is not null)
            gates.Add(GateRules.Drift(settings.Manifest.Settings, soaked is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(soaked.Manifest), Tickets(arguments, options)));
        gates.Add(GateRules.Secrets(settings.Environment, settings.Host, started));
        gates.Add(GateRules.Approval(environment, arguments.GetValue(facts.Operator)!, arguments.GetValue(facts.Approver)));
        Say(gates, arguments.GetValue(facts.Json));

        var open = gates.TrueForAll(gate => gate.Ok);
        await store.AddAsync(
            facts.Record(arguments, settings, provider.Ids(), "gate", open ? "promoted" : "refused", started) with
            {
                FinishedAt = TimeProvider.System.GetUtcNow(),
                Gates = DeploymentText.Json(gates),
                Reason = open ? null : string.Join(", ", gates.Where(gate => !gate.Ok).Select(gate => gate.Name)),
            },
            cancellationToken);
        return open ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>What was kept of an earlier watch, and what is seen now.</summary>
    private static async Task<IReadOnlyList<SoakSample>> SamplesAsync(ParseResult arguments, GateOptions options, SoakWatch watch, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(options.Samples);
        List<SoakSample> samples = file is not null && File.Exists(file) ? [.. await SoakWatch.ReadAsync(file, cancellationToken)] : [];
        if (arguments.GetValue(options.Watch) is var minutes and > 0)
        {
            await watch.WatchAsync(
                TimeSpan.FromMinutes(minutes), Interval,
                async sample =>
                {
                    samples.Add(sample);
                    if (file is not null)
                        await File.AppendAllTextAsync(file, SoakWatch.Line(sample) + "\n", cancellationToken);
                },
                cancellationToken);
        }

        return samples;
    }

    private static HashSet<string> Tickets(ParseResult arguments, GateOptions options) =>
        [.. (arguments.GetValue(options.Tickets) ?? []).Where(ticket => ticket.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < ticket.Length - 1).Select(ticket => ticket.Split('=', 2)[0])];

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>The address that was given, or that of the process on this machine; null when it is none.</summary>
    private static Uri? Address(string? given, HostSettings settings, int port, string path) =>
        Uri.TryCreate(
            given ?? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port + settings.Host.PortOffset}{path}"), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https" ? url : null;

    private static void Say(IReadOnlyList<GateResult> gates, bool json)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { promote = gates.All(gate => gate.Ok), gates }, Web));
        foreach (var gate in json ? [] : gates)
            Console.Out.WriteLine($"{(gate.Ok ? "open" : "SHUT")} {gate.Name}: {gate.Value} (must be {gate.Limit}){(gate.Ok ? "" : ": " + gate.Why)}");
    }
}
