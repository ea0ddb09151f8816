using System.CommandLine;
using System.Text.Json;
using Vespid.Tests.Chaos;
using Vespid.Tests.Chaos.Edges;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.Report;

var seed = new Option<int?>("--seed") { Description = "Decides everything that chance decides; one by the clock without it." };
var seconds = new Option<int>("--seconds") { Description = "How long a run disturbs, 5 to 3600.", DefaultValueFactory = _ => 60 };
var runs = new Option<int>("--runs") { Description = "Runs, each with the next seed.", DefaultValueFactory = _ => 1 };
var rate = new Option<double>("--rate") { Description = "Messages a second.", DefaultValueFactory = _ => 60 };
var control = new Option<string?>("--control") { Description = $"Run a sabotaged host, which must be found out: {string.Join(", ", Control.All.Select(one => one.Name))}." };
var output = new Option<string>("--out") { Description = "Folder for the report, and for the logs of runs that broke a promise.", DefaultValueFactory = _ => Path.Combine("artifacts", "chaos") };
var edges = new Option<bool>("--edges") { Description = "Partner edges and their alerts instead of messages; the writer is killed five times in three minutes." };
var cascade = new Option<bool>("--cascade") { Description = "With --edges: two hundred fall within ten seconds." };
var root = new RootCommand("Real processes, a real database and scripted vendors under faults, and a check of every promise. Exit code 1 when one is broken.")
{
    seed, seconds, runs, rate, control, output, edges, cascade,
};
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 5 or > 3600)
        result.AddError("--seconds is 5 to 3600.");
});
control.AcceptOnlyFromAmong([.. Control.All.Select(one => one.Name)]);
root.SetAction((arguments, interrupted) => arguments.GetValue(edges) ? RunEdgesAsync(
    arguments.GetValue(seed) ?? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000),
    arguments.GetValue(seconds), arguments.GetValue(runs), arguments.GetValue(cascade), arguments.GetValue(output)!, interrupted) : RunAsync(
    arguments.GetValue(seed) ?? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000),
    arguments.GetValue(seconds), arguments.GetValue(runs), arguments.GetValue(rate),
    Control.All.FirstOrDefault(one => one.Name == arguments.GetValue(control)), arguments.GetValue(output)!, interrupted));

// Two processes and a server have to end first.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });

static async Task<int> RunAsync(int first, int seconds, int runs, double rate, Control? control, string folder, CancellationToken interrupted)
{
    var reports = new List<RunReport>();
    var failed = false;
    Console.WriteLine($"seed {first}, {runs} runs of {seconds} s, {rate} messages a second{(control is null ? "" : $", control {control.Name}")}");
    Console.WriteLine(ReportText.Head);
    for (var seed = first; seed < first + runs; seed++)
    {
        var settings = new RunSettings(seed, seconds, rate, control, control is null ? TimeSpan.FromSeconds(5) : null, Path.GetFullPath(Path.Combine(folder, $"seed-{seed}")));
        RunReport report;
        try
        {
            report = await new ChaosRun(settings).RunAsync(interrupted);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or InvalidOperationException or HttpRequestException or Npgsql.NpgsqlException)
        {
            Console.WriteLine($"{seed,10} could not be run to its end: {fault.Message}\n  again: {settings.Replay}\n  logs: {settings.Folder}");
            failed = true;
            continue;
        }

        reports.Add(report);
        Console.WriteLine(ReportText.Line(report));
        if (report.Violations.Count > 0)
        {
            foreach (var line in ReportText.Violations(report))
                Console.WriteLine(line);
            Console.WriteLine($"  logs: {settings.Folder}");
        }
    }

    foreach (var line in ReportText.Totals(reports))
        Console.WriteLine(line);
    Directory.CreateDirectory(folder);
    await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(reports, RunReport.Json), CancellationToken.None);
    return failed || reports.Exists(report => report.Violations.Count > 0) ? 1 : 0;
}

static async Task<int> RunEdgesAsync(int first, int seconds, int runs, bool cascade, string folder, CancellationToken interrupted)
{
    var failed = false;
    for (var seed = first; seed < first + runs; seed++)
    {
        var settings = new EdgeRunSettings(seed, seconds, cascade, Path.GetFullPath(Path.Combine(folder, $"edges-{seed}")));
        try
        {
            var report = await new EdgeRun(settings).RunAsync(interrupted);
            foreach (var line in report.Lines())
                Console.WriteLine(line);
            failed |= report.Violations.Count > 0;
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or InvalidOperationException or HttpRequestException or Npgsql.NpgsqlException)
        {
            Console.WriteLine($"seed {seed} could not be run to its end: {fault.Message}\n  again: {settings.Replay}\n  logs: {settings.Folder}");
            failed = true;
        }
    }

    return failed ? 1 : 0;
}
